// What becomes of entries that the folder does not take: each in the way the user chose, and none without a word.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FolderRules, RefusedPolicy } from '../../src/plan/folder-rules.ts';
import { isTooLong } from '../../src/plan/folder-rules.ts';
import { makePlan, type Plan, type Step } from '../../src/plan/make-plan.ts';
import { summaryOf } from '../../src/plan/refused-summary.ts';
import { isNameAllowed } from '../support/fake-names.ts';
import { entry, indexWith, written } from './entries.ts';

const refuses = (name: string): boolean => !isNameAllowed(name, 'browser-windows') || isTooLong(name);

function plan(paths: readonly string[], policy: RefusedPolicy, key: FolderRules['key'] = (name) => name): Plan {
  return makePlan(indexWith(paths.map((path) => entry(path, { size: 1 }))), { refuses, key, policy });
}

function aside(made: Plan): string[] {
  return written({ ...made, steps: made.aside });
}

/** N-11 to N-16, N-19, N-20, N-28: one of each. */
const refusedNames = [
  ['N-11', ['CON', 'con.txt', 'aux.h', 'NUL.tar.gz', 'COM1', 'LPT9.txt', 'CONIN$', 'clock$']],
  ['N-12', ['index.php:hidden', 'index.php::$DATA']],
  ['N-13', ['a.', 'a ', 'a. .', '...', ' a']],
  ['N-14', ['config.php~', '~$doc.docx']],
  ['N-15', ['en-GB.ini', 'php.ini', '.user.ini', 'app.cfg', 'x.manifest', 'x.dll', 'x.lnk', 'x.url']],
  ['N-16', ['desktop.ini', 'Thumbs.db']],
  ['N-19', ['a\nb', 'a\tb', 'a\u001b[31mb']],
  ['N-20', ['invoice_\u202egnp.exe', 'in\u200bdex.php', 'a\u{e0041}']],
  ['N-28', ['n'.repeat(249), 'é'.repeat(125), 'n'.repeat(65_535)]],
] as const;

describe.each(refusedNames)('%s', (_, names) => {
  const paths = ['good.php', ...names.map((name) => `d/${name}`), ...names.map((name) => `${name}/inside.php`)];

  test('go aside under their own paths, whole', () => {
    const made = plan(paths, 'side-zip');
    expect(written(made)).toEqual(['good.php']);
    expect(aside(made)).toEqual(paths.slice(1));
    expect(made).toMatchObject({ issues: [], fileCount: paths.length, size: paths.length });
  });

  test('get names that the folder takes, all different, each told', () => {
    const made = plan(paths, 'rename');
    expect(made.aside).toEqual([]);
    expect(made.steps.map((step) => step.entry.path)).toEqual(paths);
    expect(made.steps.flatMap(({ path }) => path.filter(refuses))).toEqual([]);
    expect(new Set(written(made)).size).toBe(paths.length);
    expect(made.issues).toEqual(
      made.steps.slice(1).map((step) => ({
        kind: 'renamed',
        path: step.entry.path,
        writtenAs: step.path.join('/'),
        change: 'refused-name',
      })),
    );
  });

  test('are left out and listed', () => {
    const made = plan(paths, 'skip');
    expect(written(made)).toEqual(['good.php']);
    expect(made.issues.map((issue) => [issue.kind, 'path' in issue && issue.path])).toEqual(
      paths.slice(1).map((path) => ['name-refused', path]),
    );
    expect(made).toMatchObject({ aside: [], fileCount: 1, size: 1 });
  });
});

test('N-15: what Chromium takes on Windows stays where it is', () => {
  const paths = ['web.config', '.htaccess', 'ini/x.php', 'x.ini.php', '.#lock', 'COM¹.txt'];
  for (const policy of ['side-zip', 'rename', 'skip'] as const) expect(written(plan(paths, policy))).toEqual(paths);
});

test('N-31: our own names are taken like any other', () => {
  const paths = ['unstow-refused-names.zip', 'a.php.crswap', 'a.php'];
  expect(written(plan(paths, 'side-zip'))).toEqual(paths);
});

describe('a folder that is refused', () => {
  test('goes aside where it is listed, with all that lies in it', () => {
    expect(aside(plan(['a./', 'a./b', 'a./c/', 'd'], 'side-zip'))).toEqual(['a./', 'a./b', 'a./c/']);
  });

  test('is one folder under its new name', () => {
    const made = plan(['aa:/', 'aa:/b', 'aa:/c/d'], 'rename');
    expect(written(made)).toEqual(['aa%3A/', 'aa%3A/b', 'aa%3A/c/d']);
  });

  test('shares that name with none of the archive', () => {
    const made = plan(['aa:/b', 'aa%3A/b', 'aa:/c', 'aa%3A/'], 'rename');
    expect(written(made)).toEqual(['aa%3A (2)/b', 'aa%3A/b', 'aa%3A (2)/c', 'aa%3A/']);
  });

  test('shares it neither with one that holds nothing but what is refused itself', () => {
    const made = plan(['aa:/b', 'aa%3A/c:', 'aa%3A/d:', 'aa:/e'], 'rename');
    expect(written(made)).toEqual(['aa%3A/b', 'aa%3A (2)/c%3A', 'aa%3A (2)/d%3A', 'aa%3A/e']);
  });

  test('and so it is in a folder that is refused itself', () => {
    const made = plan(['aa:/bb:/c', 'aa:/bb%3A/d'], 'rename');
    expect(written(made)).toEqual(['aa%3A/bb%3A/c', 'aa%3A/bb%3A (2)/d']);
  });
});

describe('a name that is made', () => {
  test('takes none from an entry of the archive, wherever that stands', () => {
    expect(written(plan(['aa:b', 'aa%3Ab', 'cc:', 'cc%3A/x'], 'rename'))).toEqual([
      'aa%3Ab (2)',
      'aa%3Ab',
      'cc%3A (2)',
      'cc%3A/x',
    ]);
  });

  test('is kept apart as the folder sees names', () => {
    const made = plan(['AA%3AB', 'aa:b'], 'rename', (name) => name.toLowerCase());
    expect(written(made)).toEqual(['AA%3AB', 'aa%3Ab (2)']);
  });
});

test('two entries of one path that both go aside are both kept there', () => {
  expect(aside(plan(['a.ini', 'a.ini', 'b./x', 'b.'], 'side-zip'))).toEqual(['a.ini', 'a (2).ini', 'b./x', 'b (2).']);
});

describe('N-29: very deep paths', () => {
  const deep = `${'a/'.repeat(2_000)}name.php`;

  test('go aside from a folder', () => {
    expect(aside(plan([deep, 'b'], 'side-zip'))).toEqual([deep]);
  });

  test('are gathered where they are renamed, those of one folder in one', () => {
    const made = plan([deep, `${'a/'.repeat(2_000)}other.php`, `${'b/'.repeat(2_000)}name.php`], 'rename');
    const folders = made.steps.map(({ path }) => path.slice(0, -1).join('/'));
    expect(made.steps.map(({ path }) => [path.length, path.at(-1)])).toEqual([
      [3, 'name.php'],
      [3, 'other.php'],
      [3, 'name.php'],
    ]);
    expect(folders[0]).toMatch(/^_deep\/[0-9a-f]{8}$/);
    expect(folders[1]).toBe(folders[0]);
    expect(folders[2]).not.toBe(folders[0]);
  });

  test('are left out and listed', () => {
    expect(plan([deep], 'skip').issues).toEqual([{ kind: 'too-deep', path: deep }]);
  });

  test('go into one file as they are', () => {
    expect(written(makePlan(indexWith([entry(deep)])))).toEqual([deep]);
  });
});

describe('N-29: paths that are too long as a whole, whatever their names', () => {
  const inFolder = (name: string): string => `${'d'.repeat(240)}/`.repeat(20) + name;
  const long = inFolder('name.php');

  test('go aside from a folder', () => {
    expect(aside(plan([long, 'b'], 'side-zip'))).toEqual([long]);
  });

  test('are gathered where they are renamed, those of one folder in one', () => {
    const made = written(plan([long, inFolder('other.php')], 'rename'));
    expect(made[0]).toMatch(/^_deep\/[0-9a-f]{8}\/name\.php$/);
    expect(made[1]).toBe(made[0]?.replace('name', 'other'));
  });

  test('are left out and listed', () => {
    expect(plan([long], 'skip').issues).toEqual([{ kind: 'path-too-long', path: long }]);
  });

  test('go into one file as they are', () => {
    expect(written(makePlan(indexWith([entry(long)])))).toEqual([long]);
  });

  test('are moved where they are too long only once their names are in code', () => {
    const odd = `${':'.repeat(60)}/`.repeat(20) + 'name.php';
    expect(written(plan([odd], 'rename'))[0]).toMatch(/^_deep\/[0-9a-f]{8}\/name\.php$/);
    expect(written(plan([odd.slice(-200)], 'rename'))[0]).toMatch(/^(?:%3A)+\/.*name\.php$/);
  });
});

describe('the summary before a run', () => {
  const of = (paths: readonly string[]): ReturnType<typeof summaryOf> =>
    summaryOf(makePlan(indexWith(paths.map((path) => entry(path, { size: 1 })))).steps, refuses);

  test('is none where the folder takes everything', () => {
    expect(of(['a.php', 'b/'])).toBeNull();
  });

  test('tells what lies too deep from what lies at too long a path', () => {
    const paths = ['a/'.repeat(300), `${'d'.repeat(240)}/`.repeat(20)].map((folder) => `${folder}x`);
    expect(of(paths)?.reasons.map(({ reason }) => reason.of)).toEqual(['depth', 'path']);
  });

  test('counts and says why, the commonest first', () => {
    expect(of(['a.php', 'b.ini', 'c.INI', 'dd:e', 'f/', 'g./', 'n'.repeat(300), 'Thumbs.db', 'x~', '..y'])).toEqual({
      count: 8,
      fileCount: 7,
      size: 8,
      examples: ['b.ini', 'c.INI', 'dd:e', 'g./'],
      reasons: [
        { reason: { of: 'extension', text: '.ini' }, count: 2 },
        { reason: { of: 'character', text: ':' }, count: 1 },
        { reason: { of: 'end', text: '.' }, count: 1 },
        { reason: { of: 'length', text: '' }, count: 1 },
        { reason: { of: 'name', text: 'Thumbs.db' }, count: 1 },
      ],
    });
  });
});

const segment = fc.constantFrom('a', 'A', 'a:', 'a%3A', 'a%3A (2)', 'b.ini', 'con', '..', 'é', 'e\u0301', 'x.', '~');
const somePath = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));

test('whatever the paths and the choice, no two steps collide and no entry is lost', () => {
  fc.assert(
    fc.property(
      fc.array(somePath, { maxLength: 12 }),
      fc.constantFrom('side-zip' as const, 'rename' as const, 'skip' as const),
      fc.constantFrom<FolderRules['key']>(
        (name) => name,
        (name) => name.toLowerCase(),
        (name) => name.normalize('NFC'),
      ),
      (paths, policy, key) => {
        const made = plan(paths, policy, key);
        for (const steps of [made.steps, made.aside]) expectNoCollision(steps, steps === made.steps ? key : String);
        expect(made.steps.flatMap(({ path }) => path.filter(refuses))).toEqual([]);
        const left = made.issues.filter(({ kind }) => kind !== 'renamed').length;
        expect(made.steps.length + made.aside.length + left).toBe(paths.length);
      },
    ),
    { numRuns: 500 },
  );
});

function expectNoCollision(steps: readonly Step[], key: FolderRules['key']): void {
  const files = steps.filter(({ kind }) => kind === 'file').map(({ path }) => path.map(key).join('/'));
  expect(new Set(files).size).toBe(files.length);
  const folders = steps.flatMap(({ path }) =>
    path.slice(0, -1).map((_, depth) =>
      path
        .slice(0, depth + 1)
        .map(key)
        .join('/'),
    ),
  );
  expect(folders.filter((folder) => files.includes(folder))).toEqual([]);
}
