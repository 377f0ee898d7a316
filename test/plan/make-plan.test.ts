import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/make-plan.ts';
import { entry, indexWith, link, planOf, written } from './entries.ts';

test('steps keep the order of the archive', () => {
  expect(written(planOf(['b', 'a/', 'a/z', 'a/b']))).toEqual(['b', 'a/', 'a/z', 'a/b']);
});

test('an empty archive is an empty plan', () => {
  expect(planOf([])).toEqual({
    steps: [],
    aside: [],
    links: [],
    issues: [],
    fileCount: 0,
    directoryCount: 0,
    size: 0,
    outside: { count: 0, size: 0 },
  });
});

describe('what is not delivered is said', () => {
  test('and what is known to be damaged takes no name from what is whole', () => {
    const data = { in: 'damaged', span: { offset: 0, length: 1 }, damage: { what: 'lost-data' }, rest: null } as const;
    const plan = makePlan(
      indexWith([entry('d/', { kind: 'file', data }), entry('a', { data }), entry('a'), entry('d/x')]),
    );
    expect(written(plan)).toEqual(['d', 'a', 'a', 'd/x']);
    expect(plan.issues).toEqual([]);
  });

  test('a path that leaves the folder', () => {
    const plan = planOf(['../evil', 'good']);
    expect(written(plan)).toEqual(['good']);
    expect(plan.issues).toEqual([{ kind: 'leaves-folder', path: '../evil' }]);
  });

  test('bits of a mode that nothing hands on, of files and folders in the plan, once for all of them', () => {
    const special = [
      entry('tools/', { mode: 0o042755 }),
      entry('tools/sudo', { mode: 0o104755 }),
      entry('tmp/', { mode: 0o041777 }),
      entry('../evil', { mode: 0o104755 }),
      entry('latest', { kind: 'link', mode: 0o127777 }),
      entry('plain', { mode: 0o100777 }),
      entry('none'),
    ];
    const { issues } = makePlan(indexWith(special));
    expect(issues).toContainEqual({ kind: 'special-bits', count: 3, first: 'tools/' });
    expect(makePlan(indexWith(special.slice(3))).issues.map(({ kind }) => kind)).toEqual(['leaves-folder']);
  });

  test('a file without a name', () => {
    expect(makePlan(indexWith([entry('', { kind: 'file' })])).issues).toEqual([{ kind: 'no-name', path: '' }]);
  });

  test('N-29: paths of so many folders that planning them would take the memory of the machine', () => {
    const paths = Array.from({ length: 40 }, (_, number) => `${number}/${'a/'.repeat(32_700)}x`);
    const plan = planOf([...paths, 'b']);
    expect(plan.steps.at(-1)?.path).toEqual(['b']);
    expect(plan.fileCount + plan.issues.length).toBe(41);
    expect(plan.issues.every(({ kind }) => kind === 'too-deep')).toBe(true);
    expect(plan.directoryCount).toBeLessThan(150_000);
  });

  test('but the root folder, which is there, is not', () => {
    expect(planOf(['/', './']).issues).toEqual([]);
  });

  test('a method that cannot be read', () => {
    const data = { in: 'unsupported', span: { offset: 0, length: 9 }, method: 'bzip2' } as const;
    const plan = makePlan(indexWith([entry('a', { size: 9, data })]));
    expect(plan.issues).toEqual([{ kind: 'unsupported', path: 'a', method: 'bzip2' }]);
    expect(plan).toMatchObject({ steps: [], fileCount: 0, size: 0 });
  });

  test('a change of name, with its reason', () => {
    expect(planOf(['/a', 'C:b', 'c\0', '．', 'd\\e']).issues).toMatchObject([
      { change: 'absolute', writtenAs: 'a' },
      { change: 'drive-letter', writtenAs: 'C_b' },
      { change: 'control-character', writtenAs: 'c_' },
      { change: 'looks-like-dots', writtenAs: '_．' },
      { change: 'backslash', writtenAs: 'd_e' },
    ]);
  });

  test('N-17: a name whose bytes were no text', () => {
    const plan = makePlan(indexWith([entry('a%FF', { hasBadEncoding: true })]));
    expect(plan.issues).toEqual([{ kind: 'renamed', path: 'a%FF', writtenAs: 'a%FF', change: 'bad-encoding' }]);
  });
});

test('L-02: links are kept apart, and take no name from a file', () => {
  const plan = makePlan(indexWith([link('up'), entry('up/evil.php'), link('b')]));
  expect(plan.links.map(({ entry: { path }, path: placed }) => [path, ...placed])).toEqual([
    ['up', 'up (2)'],
    ['b', 'b'],
  ]);
  expect(written(plan)).toEqual(['up/evil.php']);
  expect(plan.issues).toEqual([]);
});

test('a link that would lie outside is refused like a file', () => {
  const plan = makePlan(indexWith([link('../up')]));
  expect(plan.links).toEqual([]);
  expect(plan.issues).toEqual([{ kind: 'leaves-folder', path: '../up' }]);
});

test('totals count what is going to be written', () => {
  const entries = [
    entry('a/b/c', { size: 2 ** 32 }),
    entry('a/b/d', { size: 2 }),
    entry('e/', {}),
    entry('../f', { size: 100 }),
    link('g', 50),
    entry('a/con.txt', { size: 1 }),
    entry('x/aux/'),
  ];
  expect(makePlan(indexWith(entries))).toMatchObject({
    fileCount: 3,
    directoryCount: 5,
    size: 2 ** 32 + 3,
  });
});

test('N-33: prototype names are names like others', () => {
  expect(written(planOf(['__proto__', 'constructor', '__proto__']))).toEqual([
    '__proto__',
    'constructor',
    '__proto__ (2)',
  ]);
});

const segment = fc.constantFrom('a', 'b', 'A', 'a (2)', '..', '.', '', '__proto__', 'é', '\0', '\\');
const somePath = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));

test('whatever the paths, no two steps collide and no entry is lost', () => {
  fc.assert(
    fc.property(
      fc.array(somePath, { maxLength: 12 }),
      fc.constantFrom('jpa' as const, 'zip' as const),
      (paths, format) => {
        const plan = planOf(paths, format);
        const files = plan.steps.filter(({ kind }) => kind === 'file').map(({ path }) => path.join('/'));
        expect(new Set(files).size).toBe(files.length);
        const folders = plan.steps.flatMap(({ kind, path }) =>
          path.slice(0, kind === 'file' ? -1 : undefined).map((__, depth) => path.slice(0, depth + 1).join('/')),
        );
        expect(folders.filter((folder) => files.includes(folder))).toEqual([]);
        const refused = plan.issues.filter(({ kind }) => kind !== 'renamed').length;
        const isRoot = (path: string): boolean => path.endsWith('/') && /^[./\\]*$/.test(path) && !path.includes('..');
        const roots = paths.filter((path) => isRoot(format === 'zip' ? path : path.replaceAll('\\', '_'))).length;
        expect(plan.steps.length + refused + roots).toBe(paths.length);
      },
    ),
  );
});
