// Which statements are written, and what is put around them.
import { describe, expect, test } from 'vitest';
import { statementsOf } from './rewritten.ts';

const tables = ['#__a', '#__b', 'own'];
const dump = [
  'DROP TABLE IF EXISTS `#__a`;',
  'CREATE TABLE `#__a` (id int);',
  'INSERT INTO `#__a` VALUES (1);',
  'CREATE TABLE `#__b` (id int);',
  'INSERT INTO `#__b` VALUES (1);',
  'CREATE TABLE `own` (id int);',
  'CREATE VIEW `#__va` AS select * from `#__a`;',
  'CREATE VIEW `#__vab` AS select * from `#__a` join `#__b`;',
  'CREATE VIEW `#__vv` AS select * from `#__vab`;',
  'CREATE TRIGGER `#__ta` BEFORE INSERT ON `#__a` FOR EACH ROW SET @a = 1;',
  'CREATE TRIGGER `#__tb` BEFORE INSERT ON `#__b` FOR EACH ROW SET @a = 1;',
  'CREATE PROCEDURE `#__p`() SELECT 1;',
  'SET @x = 1;',
].join('\n');

function lines(options: Parameters<typeof statementsOf>[1]): string[] {
  const text = statementsOf(dump, { tables, marker: null, ...options });
  return text.split('\n').filter((line) => line !== '' && !/^(DELIMITER|\$\$)/.test(line));
}

describe('chosen tables', () => {
  test('come with their rows, their triggers, and the views that read nothing else', () => {
    expect(lines({ chosen: ['#__a'], prefix: 'x_' })).toEqual([
      'CREATE TABLE `x_a` (id int);',
      'INSERT INTO `x_a` VALUES (1);',
      'CREATE VIEW `x_va` AS select * from `x_a`;',
      'CREATE TRIGGER `x_ta` BEFORE INSERT ON `x_a` FOR EACH ROW SET @a = 1',
      'SET @x = 1;',
    ]);
  });
  test('that are all of them leave nothing out', () => {
    expect(lines({ chosen: null })).toHaveLength(12);
  });
  test('a view that is listed as a table comes when it is chosen', () => {
    const listed = { tables: [...tables, '#__va'], prefix: '' };
    expect(lines({ ...listed, chosen: ['#__a', '#__va'] })).toContain('CREATE VIEW `va` AS select * from `a`;');
    expect(lines({ ...listed, chosen: ['#__a'] }).join()).not.toContain('VIEW');
  });
  test('names that are like others’ own parts are names', () => {
    const odd = 'CREATE TABLE `__proto__` (id int);\nINSERT INTO `constructor` VALUES (1);';
    expect(statementsOf(odd, { chosen: ['__proto__'], tables: ['__proto__', 'constructor'] })).toBe(
      'CREATE TABLE `__proto__` (id int);\n',
    );
  });
});

describe('of the tables that were not chosen', () => {
  const two = { tables: ['#__a', '#__b'], chosen: ['#__a'], marker: null };

  test('nothing is changed, emptied or locked', () => {
    const dump = 'LOCK TABLES `#__a` WRITE, `#__b` WRITE;\nUPDATE LOW_PRIORITY `#__b` SET x=1;\nDELETE FROM `#__b`;\n';
    expect(statementsOf(`${dump}UPDATE \`#__a\` SET x=1;\nUNLOCK TABLES;\n`, two)).toBe('UPDATE `jos_a` SET x=1;\n');
  });
  test('are none that the backup does not list: nobody could choose them', () => {
    const dump = 'CREATE TABLE `#__c` (x int);\nINSERT INTO `#__c` VALUES (1);\nINSERT INTO `#__b` VALUES (1);\n';
    expect(statementsOf(dump, two)).toBe('CREATE TABLE `jos_c` (x int);\nINSERT INTO `jos_c` VALUES (1);\n');
  });
  test('a view may have the names for its columns, and in its texts', () => {
    const reads = (select: string): boolean => statementsOf(`CREATE VIEW v AS select ${select};`, two) !== '';
    expect(reads('`#__a`.`#__b` AS `#__b` from `#__a`')).toBe(true);
    expect(reads("'it''s \\' `#__b`' AS `x` from `#__a` where \"from `#__b`\" /* from `#__b` */")).toBe(true);
    expect(reads("'`' AS `x` from `#__b`")).toBe(false);
    expect(reads('1 from (`#__a` join `db`.`#__b` on(1))')).toBe(false);
    expect(reads('1 from `#__a`, `#__b`')).toBe(false);
    expect(reads('1 from `#__a` where (select `#__b`.`x`)')).toBe(false);
  });
});

test('a view is judged by the names it reads, whatever they are', () => {
  const view = (name: string): string => `CREATE VIEW v AS select \`c\`.\`z\` AS \`y\` from (${name} join \`x\`);`;
  const judged = (name: string): string =>
    statementsOf(view(name), { tables: ['a`b', 'c'], chosen: ['c'], marker: null });
  expect(judged('`a``b`')).toBe('');
  expect(judged('`a```')).not.toBe('');
  expect(judged(`\`${'n'.repeat(900_000)}\``)).not.toBe('');
  expect(judged('`'.repeat(100_001))).toBe('cut');
});

describe('DROP', () => {
  test('is written before whatever is made, each with its own word', () => {
    const drops = lines({ dropsFirst: true, prefix: 'x_' }).filter((line) => line.startsWith('DROP'));
    expect(drops).toEqual([
      ...['`x_a`', '`x_b`', '`own`', '`x_va`', '`x_vab`', '`x_vv`'].flatMap((name) => [
        `DROP TABLE IF EXISTS ${name};`,
        `DROP VIEW IF EXISTS ${name};`,
      ]),
      'DROP TRIGGER IF EXISTS `x_ta`;',
      'DROP TRIGGER IF EXISTS `x_tb`;',
      'DROP PROCEDURE IF EXISTS `x_p`;',
    ]);
  });
  test('is left out where it is not wanted, also where the dump has it', () => {
    expect(lines({ dropsFirst: false }).join()).not.toContain('DROP');
  });
  test('names what has a backtick in its name', () => {
    expect(statementsOf('CREATE TABLE `a``; x` (id int);', { dropsFirst: true })).toMatch(
      /^DROP TABLE IF EXISTS `a``; x`;\nDROP VIEW IF EXISTS `a``; x`;\nCREATE/,
    );
  });
});

describe('a body', () => {
  const body = (text: string): string => statementsOf(`/**ABDB**/CREATE PROCEDURE p() BEGIN ${text} END;\n`);

  test('stands between delimiters that it does not hold', () => {
    expect(body('SELECT 1;')).toBe('DELIMITER $$\nCREATE PROCEDURE p() BEGIN SELECT 1; END\n$$\nDELIMITER ;\n');
    expect(body("SELECT '$$';")).toMatch(/^DELIMITER \/\/\n/);
    expect(body("SELECT '$$ //';")).toMatch(/^DELIMITER ;;\n/);
    expect(body("SELECT '$$ // ;; $end1$';")).toMatch(/^DELIMITER \$end2\$\n[^]*\n\$end2\$\nDELIMITER ;\n$/);
    const many = Array.from({ length: 20_000 }, (_, index) => `$end${index}$`).join('');
    expect(body(`SELECT '$$ // ;; ${many}';`)).toMatch(/^DELIMITER \$[0-9a-z]{13}\$\n/);
  });
  test('of more than is gathered stands between delimiters that nobody could foresee', () => {
    const filler = `SELECT '${'$$ // ;; '.repeat(200_000)}';`;
    const text = body(filler);
    const delimiter = /^DELIMITER (\S+)\n/.exec(text)?.[1] ?? '';
    expect(delimiter).toMatch(/^\$[0-9a-z]{13}\$$/);
    expect(text).toBe(
      `DELIMITER ${delimiter}\nCREATE PROCEDURE p() BEGIN ${filler} END;\n\n${delimiter}\nDELIMITER ;\n`,
    );
    expect(delimiter.length).toBeLessThanOrEqual(15);
  });
});

test('dumps of other servers are joined and get their prefix, and nothing of MySQL', () => {
  const other = "DROP TABLE \"#__a\";\n/**ABDB**/INSERT INTO \"#__a\" VALUES ('#__\\');\n/**ABDB**/SELECT 'it''s';\n";
  expect(statementsOf(other, { technology: 'postgresql', dropsFirst: true })).toBe(
    "DROP TABLE \"jos_a\";\nINSERT INTO \"jos_a\" VALUES ('#__\\');\nSELECT 'it''s';\n",
  );
  expect(statementsOf("INSERT INTO [#__a] VALUES (N'#__');", { technology: 'sqlserver' })).toBe(
    "INSERT INTO [jos_a] VALUES (N'#__');\n",
  );
});
