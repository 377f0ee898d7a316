import { describe, expect, test } from 'vitest';
import { foldedName } from '../../src/plan/taken-paths.ts';
import { planOf, written } from './entries.ts';

describe('entries that claim one place are all kept, the later under a new name', () => {
  test.each([
    ['the same path twice', ['a.txt', 'a.txt'], ['a.txt', 'a (2).txt'], 'same-path'],
    ['a path that the same segments give', ['a/b', './a//b'], ['a/b', 'a/b (2)'], 'same-path'],
    ['a name without an extension', ['.htaccess', '.htaccess'], ['.htaccess', '.htaccess (2)'], 'same-path'],
    ['a file, then a folder', ['a', 'a/'], ['a', 'a (2)/'], 'file-and-folder'],
    ['a folder, then a file', ['a/', 'a'], ['a/', 'a (2)'], 'file-and-folder'],
    ['a file, then a file under it', ['a', 'a/b'], ['a', 'a (2)/b'], 'file-and-folder'],
    ['a file, then a file of its name as a folder', ['a/b', 'a'], ['a/b', 'a (2)'], 'file-and-folder'],
    ['a name that reading made the same', ['x\0', 'x_'], ['x_', 'x_ (2)'], 'same-path'],
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

describe('names that some systems take for one are marked', () => {
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
