// N-01 to N-03: what becomes of entries whose paths lead out of the folder, by default and where they are to be kept.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import type { FolderRules, RefusedPolicy } from '../../src/plan/folder-rules.ts';
import { makePlan, type Plan } from '../../src/plan/make-plan.ts';
import { isNameAllowed } from '../support/fake-names.ts';
import { entry, indexWith, link, planOf, written } from './entries.ts';

type MadeOf = string | Entry;

function keeping(made: readonly MadeOf[], rules: FolderRules | null = null, format: 'jpa' | 'zip' = 'jpa'): Plan {
  const entries = made.map((one) => (typeof one === 'string' ? entry(one, { size: 1 }) : one));
  return makePlan(indexWith(entries, format), rules, { keepsOutside: true });
}

const foldsCase: FolderRules = { refuses: () => false, key: (name) => name.toLowerCase(), policy: 'side-zip' };
const onWindows = (policy: RefusedPolicy): FolderRules => ({
  refuses: (name) => !isNameAllowed(name, 'browser-windows'),
  key: (name) => name.toLowerCase(),
  policy,
});

const leadingOut = ['../evil.php', 'a/../../evil.php', 'a/b/../c', '../evil/../target/x.php'];

describe('N-01, N-02, N-03: by default', () => {
  test('they are left out, told and counted as what can be had', () => {
    const entries = [...leadingOut.map((path) => entry(path, { size: 5 })), entry('../d/'), entry('good', { size: 1 })];
    const plan = makePlan(indexWith(entries));
    expect(written(plan)).toEqual(['good']);
    expect(plan.issues).toEqual([...leadingOut, '../d/'].map((path) => ({ kind: 'leaves-folder', path })));
    expect(plan).toMatchObject({ fileCount: 1, size: 1, outside: { count: 5, size: 20 } });
  });

  test('links, and paths of which nothing is left, are told and cannot be had', () => {
    const plan = makePlan(indexWith([link('../l'), entry('..', { size: 3 }), entry('../'), entry('a/../b')]));
    expect(plan.issues).toEqual([
      { kind: 'leaves-folder', path: '../l' },
      { kind: 'no-name', path: '..' },
      { kind: 'leaves-folder', path: '../' },
      { kind: 'leaves-folder', path: 'a/../b' },
    ]);
    expect(plan.outside).toEqual({ count: 1, size: 0 });
  });

  test('what they would unpack to is asked about all the same, before anything is chosen', () => {
    const entries = [entry('../zeros', { size: 10e9, packedSize: 10e6 })];
    const expansion = { kind: 'large-expansion', size: 10e9, packedSize: 10e6 };
    expect(makePlan(indexWith(entries)).issues).toContainEqual(expansion);
    expect(keeping(entries).issues).toContainEqual(expansion);
  });
});

describe('N-01, N-02, N-03: where they are to be kept', () => {
  test('they go below _outside without their dots, in the order of the archive, each told', () => {
    const plan = keeping(['first', ...leadingOut, 'last']);
    const places = ['_outside/evil.php', '_outside/a/evil.php', '_outside/a/b/c', '_outside/evil/target/x.php'];
    expect(written(plan)).toEqual(['first', ...places, 'last']);
    expect(plan.issues).toEqual(
      leadingOut.map((path, n) => ({ kind: 'renamed', path, writtenAs: places[n], change: 'leads-out' })),
    );
    expect(plan).toMatchObject({ fileCount: 6, size: 6, directoryCount: 5, outside: { count: 0, size: 0 } });
  });

  test('folders go there like files', () => {
    expect(written(keeping(['../d/', '../d/x', 'a/../']))).toEqual(['_outside/d/', '_outside/d/x', '_outside/a/']);
  });

  test('links stay left out, and what has no name but dots', () => {
    const plan = keeping([link('../up'), link('a/../b'), entry('..', { kind: 'file' }), entry('../'), 'good']);
    expect(plan.links).toEqual([]);
    expect(written(plan)).toEqual(['good']);
    expect(plan.issues).toEqual([
      { kind: 'leaves-folder', path: '../up' },
      { kind: 'leaves-folder', path: 'a/../b' },
      { kind: 'no-name', path: '..' },
      { kind: 'leaves-folder', path: '../' },
    ]);
  });

  test('a link of the name _outside leads nothing astray: it is made last, under another', () => {
    const plan = keeping([link('_outside'), '../evil.php']);
    expect(written(plan)).toEqual(['_outside/evil.php']);
    expect(plan.links.map(({ path }) => path.join('/'))).toEqual(['_outside (2)']);
  });

  test('N-06: a backslash separates in a ZIP, and belongs to a name in a JPA', () => {
    expect(written(keeping(['..\\..\\evil.php', 'a\\..\\b'], null, 'zip'))).toEqual([
      '_outside/evil.php',
      '_outside/a/b',
    ]);
    expect(written(keeping(['../a\\b', '..\\x']))).toEqual(['_outside/a_b', '.._x']);
  });

  test('what is known to be damaged takes no name here either', () => {
    const data = { in: 'damaged', span: { offset: 0, length: 1 }, damage: { what: 'lost-data' }, rest: null } as const;
    expect(written(keeping([entry('../a', { data }), '../a']))).toEqual(['_outside/a', '_outside/a']);
  });

  test('what cannot be read is told as that', () => {
    const data = { in: 'unsupported', span: { offset: 0, length: 9 }, method: 'bzip2' } as const;
    expect(keeping([entry('../a', { data })]).issues).toEqual([{ kind: 'unsupported', path: '../a', method: 'bzip2' }]);
  });
});

describe('N-01: a name below _outside', () => {
  test('takes none from an entry of the archive, wherever that stands', () => {
    const plan = keeping(['../evil.php', '_outside/evil.php', 'x/../evil.php', '../evil.php']);
    expect(written(plan)).toEqual([
      '_outside/evil (2).php',
      '_outside/evil.php',
      '_outside/x/evil.php',
      '_outside/evil (3).php',
    ]);
    expect(plan.issues).toMatchObject([
      { change: 'leads-out', writtenAs: '_outside/evil (2).php' },
      { change: 'leads-out' },
      { change: 'leads-out', writtenAs: '_outside/evil (3).php' },
    ]);
  });

  test('gives way to a file of that name, and so does the folder itself', () => {
    expect(written(keeping(['../a/x', '../a', '_outside']))).toEqual([
      '_outside (2)/a/x',
      '_outside (2)/a (2)',
      '_outside',
    ]);
  });

  test('takes none that was made for a refused one', () => {
    const plan = keeping(['../aa%3Ab', '_outside/aa:b'], onWindows('rename'));
    expect(written(plan)).toEqual(['_outside/aa%3Ab (2)', '_outside/aa%3Ab']);
  });

  test('is kept apart as the folder sees names, and marked where another system may see them so', () => {
    const twins = ['../Evil.php', '../evil.php', '_OUTSIDE/EVIL.php'];
    expect(written(keeping(twins, foldsCase))).toEqual([
      '_OUTSIDE/Evil (2).php',
      '_OUTSIDE/evil (3).php',
      '_OUTSIDE/EVIL.php',
    ]);
    const { steps } = keeping(twins.slice(0, 2));
    expect(steps.map((step) => step.kind === 'file' && step.hasTwin)).toEqual([false, true]);
  });
});

describe('N-01: where the folder refuses a name on the way', () => {
  const paths = ['a.ini', '../con/x', '../b.ini', 'c.ini'];

  test('it goes aside with the others, in the order of the archive', () => {
    const plan = keeping(paths, onWindows('side-zip'));
    expect(plan.steps).toEqual([]);
    expect(written({ ...plan, steps: plan.aside })).toEqual(['a.ini', '_outside/con/x', '_outside/b.ini', 'c.ini']);
    expect(plan.issues.map((issue) => issue.kind === 'renamed' && issue.change)).toEqual(['leads-out', 'leads-out']);
  });

  test('it is renamed below _outside, and told as leading out', () => {
    const plan = keeping(paths, onWindows('rename'));
    const places = plan.steps.map(({ path }) => path);
    expect(places.map(([first]) => first === '_outside')).toEqual([false, true, true, false]);
    expect(places.flat().filter(onWindows('rename').refuses)).toEqual([]);
    const changes = plan.issues.map((issue) => issue.kind === 'renamed' && issue.change);
    expect(changes).toEqual(['refused-name', 'refused-name', 'leads-out', 'leads-out']);
  });

  test('it is left out and listed', () => {
    expect(keeping(['../con/x'], onWindows('skip')).issues).toEqual([
      { kind: 'name-refused', path: '../con/x', component: 'con' },
    ]);
  });

  test('N-29: and where it lies too deep, that is told', () => {
    const path = `../${'a/'.repeat(254)}x`;
    expect(keeping([path], foldsCase).aside).toHaveLength(1);
    expect(keeping([path], { ...foldsCase, policy: 'skip' }).issues).toEqual([{ kind: 'too-deep', path }]);
  });
});

const segment = fc.constantFrom('..', '.', '', 'a', 'A', 'a (2)', '_outside', '_OUTSIDE', 'C:', '．．', '\0', '\\', 'b.ini', '\ud800'); // prettier-ignore
const somePath = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'));
const somePolicy = fc.constantFrom<RefusedPolicy>('side-zip', 'rename', 'skip');
const someRules = fc.option(somePolicy.map(onWindows));
const someFormat = fc.constantFrom('jpa' as const, 'zip' as const);

test('whatever the paths: no step has two dots, all that led out lies in _outside, and nothing is lost or moved for it', () => {
  fc.assert(
    fc.property(fc.array(somePath, { maxLength: 10 }), someRules, someFormat, (paths, rules, format) => {
      const plan = keeping(paths, rules, format);
      const plain = makePlan(indexWith(paths.map((path) => entry(path, { size: 1 })), format), rules); // prettier-ignore
      const ledOut = new Set(plain.issues.flatMap((issue) => (issue.kind === 'leaves-folder' ? [issue.path] : [])));
      const all = [...plan.steps, ...plan.aside];
      for (const { entry: of, path } of all) {
        expect(path.filter((name) => name === '..' || name === '' || /[/\\\0]/.test(name))).toEqual([]);
        if (ledOut.has(of.path)) expect(path[0]).toMatch(/^_outside( \(\d+\))?$/i);
      }
      const own = (steps: Plan['steps']): string[] =>
        written({ ...plan, steps: steps.filter((step) => !ledOut.has(step.entry.path)) });
      expect([own(plan.steps), own(plan.aside)]).toEqual([own(plain.steps), own(plain.aside)]);
      const files = plan.steps.flatMap(({ kind, path }) => (kind === 'file' ? [path.join('/')] : []));
      expect(new Set(files).size).toBe(files.length);
      const left = (made: Plan): number => made.issues.filter(({ kind }) => kind !== 'renamed').length;
      expect(all.length + left(plan)).toBe(plain.steps.length + plain.aside.length + left(plain));
    }),
    { numRuns: 500 },
  );
});

test('an archive without such entries has the same plan either way', () => {
  const paths = ['a', 'b/', '/c', 'C:d', 'a'];
  expect(keeping(paths.map((path) => entry(path)))).toEqual(planOf(paths));
});
