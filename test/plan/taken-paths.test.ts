import { describe, expect, test } from 'vitest';
import { foldedName, keyFor, type Spelling } from '../../src/plan/name-key.ts';
import { makePlan, type Plan } from '../../src/plan/make-plan.ts';
import { entry, indexWith, planOf, written } from './entries.ts';

describe('entries that claim one place are all kept, the later under a new name', () => {
  test.each([
    ['N-22: the same path twice', ['a.txt', 'a.txt'], ['a.txt', 'a (2).txt'], 'same-path'],
    ['N-22: a path that the same segments give', ['a/b', './a//b'], ['a/b', 'a/b (2)'], 'same-path'],
    ['a name without an extension', ['.htaccess', '.htaccess'], ['.htaccess', '.htaccess (2)'], 'same-path'],
    ['N-27: a file, then a folder', ['a', 'a/'], ['a', 'a (2)/'], 'file-and-folder'],
    ['N-27: a folder, then a file', ['a/', 'a'], ['a/', 'a (2)'], 'file-and-folder'],
    ['N-26: a file, then a file under it', ['a', 'a/b'], ['a', 'a (2)/b'], 'file-and-folder'],
    ['N-26: a file, then a file of its name as a folder', ['a/b', 'a'], ['a/b', 'a (2)'], 'file-and-folder'],
    ['N-08: a name that reading made the same', ['x\0', 'x_'], ['x_', 'x_ (2)'], 'same-path'],
  ])('%s', (_, paths, expected, change) => {
    const plan = planOf(paths);
    expect(written(plan)).toEqual(expected);
    expect(plan.issues.at(-1)).toEqual({
      kind: 'renamed',
      path: paths[1],
      writtenAs: expected[1]?.replace(/\/$/, ''),
      change,
    });
  });

  test('three times, and the new name is taken too', () => {
    expect(written(planOf(['a.b', 'a (2).b', 'a.b', 'a.b']))).toEqual(['a.b', 'a (2).b', 'a (3).b', 'a (4).b']);
  });

  test('all that lies under a folder moves with it', () => {
    expect(written(planOf(['a', 'a/b', 'a/c/d', 'a/c/']))).toEqual(['a', 'a (2)/b', 'a (2)/c/d', 'a (2)/c/']);
  });

  test('a folder named twice is one folder and no issue', () => {
    const plan = planOf(['a/', 'a/', 'a/b']);
    expect(plan.issues).toEqual([]);
    expect(plan.directoryCount).toBe(1);
  });

  test('ten thousand entries of one path do not take for ever', () => {
    const plan = planOf(Array.from({ length: 10_000 }, () => 'a.txt'));
    expect(plan.steps.at(-1)?.path).toEqual(['a (10000).txt']);
  });
});

describe('N-23, N-24: names that some systems take for one are marked', () => {
  test.each([
    ['case', 'Readme.md', 'README.md'],
    ['case of a folder', 'Docs/a', 'docs/a'],
    ['composed and decomposed', 'é', 'e\u0301'],
    ['sharp s', 'straße', 'STRASSE'],
    ['long s', 'ſ', 's'],
    ['dotted capital i', 'İ', 'i\u0307'],
    ['the Kelvin sign', 'K', 'k'],
    ['compatibility forms', 'ﬁle', 'file'],
  ])('%s', (_, first, second) => {
    const plan = planOf([first, second]);
    expect(plan.steps.map((step) => step.kind === 'file' && step.hasTwin)).toEqual([false, true]);
    expect(plan.issues).toEqual([]);
  });

  test.each([
    ['a', 'b'],
    ['e', 'é'],
    ['іndex.php', 'index.php'],
  ])('%s and %s are two names everywhere', (first, second) => {
    expect(foldedName(first)).not.toBe(foldedName(second));
    expect(planOf([first, second]).steps).toMatchObject([{ hasTwin: false }, { hasTwin: false }]);
  });
});

/** The plan for a folder that takes every name, and these spellings for one. */
function planIn(spelling: Partial<Spelling>, paths: readonly string[]): Plan {
  const key = keyFor({ ignoresCase: false, ignoresForm: false, ...spelling });
  const index = indexWith(paths.map((path) => entry(path)));
  return makePlan(index, { refuses: () => false, key, policy: 'side-zip' });
}

describe('names that this folder takes for one are kept apart, the later under a new name', () => {
  const ignoresCase = { ignoresCase: true };
  const ignoresForm = { ignoresForm: true };
  test.each([
    ['N-23: case', ignoresCase, ['Readme.md', 'README.md'], ['Readme.md', 'README (2).md'], 'same-spelling'],
    ['N-23: case beyond ASCII', ignoresCase, ['Ä.txt', 'ä.txt'], ['Ä.txt', 'ä (2).txt'], 'same-spelling'],
    ['N-24: Unicode form', ignoresForm, ['é', 'e\u0301'], ['é', 'e\u0301 (2)'], 'same-spelling'],
    ['N-26: a file, then a folder', ignoresCase, ['foo', 'Foo/x'], ['foo', 'Foo (2)/x'], 'file-and-folder'],
    ['N-26: a folder, then a file', ignoresCase, ['Foo/x', 'foo'], ['Foo/x', 'foo (2)'], 'file-and-folder'],
    ['N-27: a folder without a file in it', ignoresCase, ['Foo/', 'foo'], ['Foo/', 'foo (2)'], 'file-and-folder'],
    ['folders are one, as spelled first', ignoresCase, ['Docs/a', 'docs/b'], ['Docs/a', 'Docs/b'], 'same-spelling'],
    ['files in them too', ignoresCase, ['Docs/a', 'docs/A'], ['Docs/a', 'Docs/A (2)'], 'same-spelling'],
  ] as const)('%s', (_, spelling, paths, expected, change) => {
    const plan = planIn(spelling, paths);
    expect(written(plan)).toEqual(expected);
    expect(plan.issues).toEqual([{ kind: 'renamed', path: paths[1], writtenAs: expected[1], change }]);
    // Elsewhere they are two, and stay two.
    expect(written(planIn({}, paths))).toEqual(paths);
  });

  test('but not what only some such folders take for one: that is looked at when it is written', () => {
    for (const paths of [
      ['straße', 'STRASSE'],
      ['ﬁle', 'file'],
      ['İ', 'i\u0307'],
    ]) {
      const plan = planIn({ ...ignoresCase, ...ignoresForm }, paths);
      expect(written(plan)).toEqual(paths);
      expect(plan.steps[1]).toMatchObject({ hasTwin: true });
    }
  });

  test('a new name is no twin of another', () => {
    const plan = planIn(ignoresCase, ['a.txt', 'A (2).txt', 'A.txt']);
    expect(written(plan)).toEqual(['a.txt', 'A (2).txt', 'A (3).txt']);
    expect(plan.steps).toMatchObject([{ hasTwin: false }, { hasTwin: false }, { hasTwin: false }]);
  });
});
