import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/plan/make-plan.ts';
import { selectedCount, selectEntries, selectionOf, type Selection } from '../../src/plan/selection.ts';
import { entry, indexWith, link, written } from './entries.ts';

const paths = ['a/', 'a/1', 'a/2', 'b/', 'b/1', 'c'];
const index = {
  ...indexWith(paths.map((path) => entry(path, path.endsWith('/') ? {} : { size: 10, packedSize: 5 }))),
  issues: [{ kind: 'bytes-before', count: 3 }] as const,
  checks: ['entry-count'] as const,
};

function chosen(selection: Selection): string[] {
  return selectEntries(index, selection).entries.map(({ path }) => path);
}

describe('a selection', () => {
  test.each<[string, Selection, readonly string[]]>([
    ['of everything', null, paths],
    ['of nothing', [], []],
    ['of one', [[1, 2]], ['a/1']],
    ['of some', [[0, 2], [4, 6]], ['a/', 'a/1', 'b/1', 'c']], // prettier-ignore
    ['that goes beyond the end', [[5, 9], [12, 14]], ['c']], // prettier-ignore
  ])('%s', (_, selection, expected) => {
    expect(chosen(selection)).toEqual(expected);
  });

  test('leaves what was found of the archive as a whole', () => {
    const { issues, checks, format } = selectEntries(index, [[1, 2]]);
    expect({ issues, checks, format }).toEqual({ issues: index.issues, checks: index.checks, format: 'jpa' });
  });

  test('of everything is the index itself', () => {
    expect(selectEntries(index, null)).toBe(index);
  });

  test('is as many entries as it says', () => {
    expect(selectedCount(null, 6)).toBe(6);
    expect(selectedCount([], 6)).toBe(0);
    expect(selectedCount([[0, 2], [4, 5]], 6)).toBe(3); // prettier-ignore
  });

  test('makes a plan of its own: totals, folders and names are of the chosen alone', () => {
    const twins = indexWith([entry('a', { size: 1 }), entry('a', { size: 2 }), link('l'), entry('d/e', { size: 4 })]);
    const plan = makePlan(selectEntries(twins, [[1, 2], [3, 4]])); // prettier-ignore
    expect(written(plan)).toEqual(['a', 'd/e']);
    expect(plan).toMatchObject({ fileCount: 2, directoryCount: 1, size: 6, links: [], issues: [] });
  });
});

describe('ticked together', () => {
  test('neighbours are one range, and everything is null', () => {
    const of = (...ordinals: number[]): Selection => selectionOf(4, (ordinal) => ordinals.includes(ordinal));
    expect(of()).toEqual([]);
    expect(of(0)).toEqual([[0, 1]]);
    expect(of(0, 1, 3)).toEqual([[0, 2], [3, 4]]); // prettier-ignore
    expect(of(1, 2, 3)).toEqual([[1, 4]]);
    expect(of(0, 1, 2, 3)).toBeNull();
  });

  test('of an empty archive, everything and nothing are the same', () => {
    expect(
      selectEntries(
        indexWith([]),
        selectionOf(0, () => true),
      ).entries,
    ).toEqual([]);
  });

  test('whatever is ticked comes out, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), (ticks) => {
        const many = indexWith(ticks.map((_, ordinal) => entry(`${ordinal}`)));
        const selection = selectionOf(ticks.length, (ordinal) => ticks[ordinal] === true);
        expect(selectEntries(many, selection).entries.map(({ path }) => Number(path))).toEqual(
          ticks.flatMap((isTicked, ordinal) => (isTicked ? [ordinal] : [])),
        );
      }),
    );
  });
});
