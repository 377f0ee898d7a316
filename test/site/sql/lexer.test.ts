// Where a string, a name, a comment and a statement end; and that it is the same wherever the dump is cut into pieces.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statementsOf } from './rewritten.ts';

const m = '/**ABDB**/';

/** A dump that has everything at once. */
const rich = [
  `${m}CREATE TABLE \`#__a\` (\`id\` int, \`#__x\` text DEFAULT '#__no' COMMENT "it's #__no", KEY \`#__k\` (\`id\`));\n`,
  `${m}INSERT INTO \`#__a\` VALUES \n(1,'a\\'b;\\n#__no /**ABDB**/ -- x'),\n(-2,'it''s \\\\'),(3,"#__no \\" ;");\n`,
  `${m}CREATE TRIGGER \`#__t\` BEFORE INSERT ON \`#__a\` FOR EACH ROW BEGIN\n -- it's; a comment #__yes\n SET @a = 'x;';\n INSERT INTO #__log VALUES (1);\n /* ' ; #__yes */ END;\n`,
  `${m}INSERT INTO \`jos_other\` VALUES (5-3, 6--1, 7/2, '\u{1F600}ä', 0xFF); # it's\n`,
].join('');

describe('#__', () => {
  test('becomes the prefix in names, with and without backticks, and in comments', () => {
    expect(statementsOf('SELECT `#__a`.#__b, `x#__c` FROM #__d;')).toBe('SELECT `jos_a`.jos_b, `xjos_c` FROM jos_d;\n');
    expect(statementsOf('SELECT 1 /* #__a */ -- #__b\n;')).toBe('SELECT 1 /* jos_a */ -- jos_b\n;\n');
  });
  test.each([
    [`'#__'`],
    [`"#__"`],
    [`'it''s #__'`],
    [`'it\\'s #__'`],
    [`'\\\\' , '#__'`],
    [`"a\\"#__"`],
    [`"a""#__"`],
    [`'a" #__'`],
    [`"a' #__"`],
    [`'\`#__\`'`],
    [`'-- #__'`],
    [`'/* #__'`],
    [`'multi\nline #__'`],
    ['1 # comment, not __'],
  ])('stays in %s', (value) => {
    expect(statementsOf(`SELECT ${value}\n;`)).toBe(`SELECT ${value}\n;\n`);
  });
  test('is none where a character is missing', () => {
    expect(statementsOf('SELECT `#_a`, `# __`, `_#_`;')).toBe('SELECT `#_a`, `# __`, `_#_`;\n');
    expect(statementsOf('SELECT `###__a`, `#__#__`;')).toBe('SELECT `##jos_a`, `jos_jos_`;\n');
  });
});

describe('a statement ends', () => {
  test('at its semicolon, whatever is in its strings and names', () => {
    expect(statementsOf('SELECT \';\', `;`, ";" /* ; */;SELECT 2;')).toBe(
      'SELECT \';\', `;`, ";" /* ; */;\nSELECT 2;\n',
    );
  });
  test('at a marker, which is dropped; one in data stays', () => {
    expect(statementsOf(`${m}SELECT 1;\n${m}SELECT '\n${m}';\n${m}`)).toBe(`SELECT 1;\nSELECT '\n${m}';\n`);
    expect(statementsOf(`${m}SELECT 1\n${m}SELECT 2${m}`)).toBe('SELECT 1\n\n;\nSELECT 2\n;\n');
  });
  test('at the marker that its backup states', () => {
    expect(statementsOf('/*next*/SELECT 1;\n/*next*/SELECT 2;', { marker: '/*next*/' })).toBe('SELECT 1;\nSELECT 2;\n');
  });
  test('with its line, where it has a body and there are no markers', () => {
    const dump = 'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a=1; SET @b=2; END; \nSELECT 1;\n';
    expect(statementsOf(dump, { marker: null })).toBe(
      'DELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a=1; SET @b=2; END\n$$\nDELIMITER ;\nSELECT 1;\n',
    );
  });
  test('behind all that has begun in it, where its body has several lines and there are no markers', () => {
    const lines = 'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN\n IF 1 THEN\n SET @a=1;\n END IF;\n';
    const more = ' CASE 1 WHEN 1 THEN SET @b=CASE 2 WHEN 2 THEN 3 END;\n END CASE;\n `END`;\n';
    for (const end of ['END;\n', 'END\n;\n', 'end; -- done\n', 'END; /* done; */ \n', 'END;;\n'])
      for (const size of [1, 7, Infinity]) {
        const text = statementsOf(`${lines}${more}${end}SELECT 2;\n`, { marker: null }, size);
        expect(text, end).toMatch(/\n`END`;\n|`END`;\n/);
        expect(text, end).toMatch(/^DELIMITER \$\$\n[^]*\bEND\b[^$]*\n\$\$\nDELIMITER ;\nSELECT 2;\n$/i);
      }
  });
  test('where it should, though its backup states a marker that the dump does not have', () => {
    const dump = 'CREATE PROCEDURE p() BEGIN SELECT 1; END;\nSELECT 2;\nSELECT 3;\n';
    expect(statementsOf(dump, { marker: '/*next*/' })).toMatch(/END\n\$\$\nDELIMITER ;\nSELECT 2;\nSELECT 3;\n$/);
  });
  test('at the marker only, where it has a body and there are some', () => {
    const body = 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN\n SET @a=1;\n SET @b=2;\nEND';
    for (const marker of [m, null])
      expect(statementsOf(`${m}SELECT 1;\n${m}${body};\n${m}SELECT 2;\n`, { marker })).toBe(
        `SELECT 1;\nDELIMITER $$\n${body}\n$$\nDELIMITER ;\nSELECT 2;\n`,
      );
  });
  test('at the delimiter that the dump sets', () => {
    const dump = 'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1;\nEND//\nSELECT 1; //\ndelimiter ;\nSELECT 2;\n';
    expect(statementsOf(dump, { marker: null })).toBe(
      'DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1;\nEND\n$$\nDELIMITER ;\nSELECT 1;\nSELECT 2;\n',
    );
  });
  test('with the part, where no line break follows it', () => {
    const trigger = 'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a=1; END;';
    expect(statementsOf([trigger, 'SELECT 1;'], { marker: null })).toMatch(/END\n\$\$\nDELIMITER ;\nSELECT 1;\n$/);
  });
  test('not with a part that ends in its middle', () => {
    expect(statementsOf(["INSERT INTO a VALUES ('x;", 'y\\', "'z');"])).toBe("INSERT INTO a VALUES ('x;y\\'z');\n");
  });
});

describe('what is no statement is dropped', () => {
  test.each([
    ['-- a comment; #__\n'],
    ['# it is; one too\n'],
    ['/* and\n; one */'],
    [';;\n ; '],
    ['\ufeff'],
    [`${m}${m}`],
  ])('%j', (text) => {
    expect(statementsOf(`${text}SELECT 1;\n${text}SELECT 2;\n${text}`)).toBe('SELECT 1;\nSELECT 2;\n');
  });
  test('but a comment that MySQL executes is one', () => {
    const dump = "/*!40101 SET NAMES 'utf8;' */;\n/*M!100401 SET @a = 1 */;\n";
    expect(statementsOf(dump)).toBe(dump);
  });
});

test('a dump that ends within a string, a name or a comment is cut', () => {
  for (const end of ["'a", '"a', '`a', "'a\\", '/* a'])
    for (const start of ['SELECT ', "SELECT ';', "]) expect(statementsOf(start + end), start + end).toBe('cut');
  expect(statementsOf('')).toBe('');
});

test('a dump that ends before the end of a statement is cut, whatever stands there', () => {
  for (const end of ['INSERT INTO a VALUES (1),\n(', 'INSERT INTO a VALUES (1)', 'SELECT 1 -- a', 'CREATE'])
    for (const marker of [m, null]) expect(statementsOf(`SELECT 0;\n${end}`, { marker }), end).toBe('cut');
  expect(statementsOf(`${m}CREATE PROCEDURE p() BEGIN SELECT 1;`)).not.toBe('cut');
  expect(statementsOf('CREATE PROCEDURE p() BEGIN SELECT 1;', { marker: null })).toBe('cut');
  expect(statementsOf('SELECT 1', { technology: 'postgresql' })).toBe('SELECT 1\n;\n');
});

describe('however the dump is cut into pieces, the same comes out:', () => {
  const whole = statementsOf(rich);

  test('it is what it should be', () => {
    expect(whole.split('\n')).toEqual([
      "CREATE TABLE `jos_a` (`id` int, `jos_x` text DEFAULT '#__no' COMMENT \"it's #__no\", KEY `jos_k` (`id`));",
      'INSERT INTO `jos_a` VALUES ',
      "(1,'a\\'b;\\n#__no /**ABDB**/ -- x'),",
      "(-2,'it''s \\\\'),(3,\"#__no \\\" ;\");",
      'DELIMITER $$',
      'CREATE TRIGGER `jos_t` BEFORE INSERT ON `jos_a` FOR EACH ROW BEGIN',
      " -- it's; a comment jos_yes",
      " SET @a = 'x;';",
      ' INSERT INTO jos_log VALUES (1);',
      " /* ' ; jos_yes */ END",
      '$$',
      'DELIMITER ;',
      "INSERT INTO `jos_other` VALUES (5-3, 6--1, 7/2, '\u{1F600}ä', 0xFF);",
      '',
    ]);
  });
  test('pieces of one size', () => {
    for (let size = 1; size < rich.length; size += 1) expect(statementsOf(rich, {}, size), `${size}`).toBe(whole);
  });
  test('parts cut anywhere between statements', () => {
    const statements = rich.split(/(?=\/\*\*ABDB\*\/[CI])/);
    for (let at = 0; at <= statements.length; at += 1)
      expect(statementsOf([statements.slice(0, at).join(''), statements.slice(at).join('')])).toBe(whole);
  });
  test('any text at all, in pieces of any size', () => {
    const token = fc.constantFrom(
      ...["'", '"', '`', '\\', ';', '\n', ' ', '#', '#__', '--', '-- ', '/*', '*/', '/*!', '/', m, 'a', '$$', '[', ']'],
      ...[
        '\u0000',
        '\u0001',
        '*',
        '/*!50003 ',
        'BEGIN ',
        'END',
        'system ',
        'SET ',
        'CREATE TRIGGER t',
        'DELIMITER $$\n',
        'INSERT INTO `#__a`',
        ' ON `#__a` ',
        'ä',
        'CREATE VIEW v AS ',
        'DROP',
      ],
    );
    const technology = fc.constantFrom('mysql', 'sqlserver', 'postgresql');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), technology, fc.nat(12), (tokens, kind, size) => {
        const options = { technology: kind, tables: ['#__a'], chosen: ['#__a'], dropsFirst: true };
        expect(statementsOf(tokens.join(''), options, size + 1)).toBe(statementsOf(tokens.join(''), options));
      }),
      { numRuns: 2000 },
    );
  });
});
