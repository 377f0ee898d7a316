import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { TickSet } from '../../../src/ui/tree/tick-set.ts';
import { root, Tree } from '../../../src/ui/tree/tree.ts';
import { nodeOf, tableOf, treeOf } from './tables.ts';

// Ordinals:          0    1         2         3       4         5     6
const tree = treeOf('a/', 'a/one', 'a/b/two', 'c/', 'a/link@', 'a/b/', 'three');
const all = TickSet.everything(tree);
const none = TickSet.nothing(tree);
const [a, b, c] = [nodeOf(tree, 'a'), nodeOf(tree, 'b'), nodeOf(tree, 'c')];

describe('of a selection', () => {
  test('everything is null, and counts as what there is', () => {
    expect(all.toSelection()).toBeNull();
    expect(all).toMatchObject({ files: 3, links: 1, emptyFolders: 1, bytes: 2 + 3 + 7, isEverything: true });
    expect(TickSet.fromSelection(tree, null).isEverything).toBe(true);
  });

  test('nothing is no range, and is said to be nothing', () => {
    expect(none.toSelection()).toEqual([]);
    expect(none).toMatchObject({ files: 0, links: 0, emptyFolders: 0, bytes: 0, isNothing: true });
  });

  test('a backup without entries is everything', () => {
    const empty = TickSet.everything(treeOf());
    expect([empty.isEverything, empty.isNothing, empty.toSelection()]).toEqual([true, false, null]);
  });

  test('the ranges are as they came, with the folders that lead there', () => {
    expect(
      TickSet.fromSelection(tree, [
        [2, 3],
        [6, 7],
      ]).toSelection(),
    ).toEqual([
      [0, 1],
      [2, 3],
      [5, 7],
    ]);
  });

  test('a folder alone is nothing: what counts is what is in it', () => {
    expect(
      TickSet.fromSelection(tree, [
        [0, 1],
        [5, 6],
      ]).isNothing,
    ).toBe(true);
    expect(TickSet.fromSelection(tree, [[3, 4]])).toMatchObject({ emptyFolders: 1, isNothing: false });
  });

  test('all but folders is everything, as they follow', () => {
    expect(
      TickSet.fromSelection(tree, [
        [1, 5],
        [6, 7],
      ]).toSelection(),
    ).toBeNull();
  });
});

describe('a tick', () => {
  test('on a folder is one on all below it, and leaves the rest', () => {
    const ticks = none.toggled([a]);
    expect([a, b, c, root].map((node) => ticks.stateOf(node))).toEqual(['ticked', 'ticked', 'unticked', 'mixed']);
    expect(ticks).toMatchObject({ files: 2, links: 1, bytes: 2 + 3 });
    expect(ticks.toSelection()).toEqual([
      [0, 3],
      [4, 6],
    ]);
  });

  test('on a file leaves its folders mixed, and is taken back by another', () => {
    const ticks = all.toggled([nodeOf(tree, 'two')]);
    expect([a, b, root].map((node) => ticks.stateOf(node))).toEqual(['mixed', 'unticked', 'mixed']);
    expect(ticks.toSelection()).toEqual([
      [0, 2],
      [3, 5],
      [6, 7],
    ]);
    expect(ticks.toggled([nodeOf(tree, 'two')]).toSelection()).toBeNull();
  });

  test('on a mixed folder ticks the rest of it; on a ticked one unticks all', () => {
    const mixed = all.toggled([nodeOf(tree, 'two')]);
    expect(mixed.toggled([a]).isEverything).toBe(true);
    expect(mixed.toggled([a]).toggled([a]).stateOf(a)).toBe('unticked');
  });

  test('on the backup itself is one on everything', () => {
    expect(none.toggled([root]).isEverything).toBe(true);
    expect(all.toggled([root]).isNothing).toBe(true);
  });

  test('on several is one on all of them, whose state is one together', () => {
    const several = [nodeOf(tree, 'two'), nodeOf(tree, 'three')];
    expect([all, none].map((ticks) => ticks.stateOfAll(several))).toEqual(['ticked', 'unticked']);
    const mixed = all.toggled([b]);
    expect([mixed.stateOfAll(several), mixed.stateOfAll([a]), mixed.stateOfAll([])]).toEqual([
      'mixed',
      'mixed',
      'left-out',
    ]);
    expect(mixed.toggled(several).isEverything).toBe(true);
    expect(all.toggled(several).toSelection()).toEqual([
      [0, 2],
      [3, 5],
    ]);
  });

  test('changes no set that was there before', () => {
    all.toggled([a]);
    none.toggled([a]);
    expect([all.isEverything, none.isNothing]).toEqual([true, true]);
  });
});

describe('a path that leads out of the backup, or nowhere,', () => {
  const leaving = treeOf(
    '../evil',
    'a/../b',
    'a/..',
    'a/ok',
    '../x/',
    'c/..d',
    `${'d/'.repeat(300)}../x`,
    '',
    './.',
    'c/.',
  );

  test('is never ticked, and counts for nothing', () => {
    const ticks = TickSet.everything(leaving);
    const left = [0, 1, 2, 4, 6, 7, 8].map((ordinal) => ticks.stateOf(leaving.nodeOf(ordinal)));
    expect(left).toEqual(Array(7).fill('left-out'));
    expect([ticks.files, leaving.fileCounts[root], ticks.emptyFolders]).toEqual([3, 3, 0]);
    expect(ticks.stateOf(nodeOf(leaving, 'a'))).toBe('ticked');
  });

  test('keeps nothing from being everything, and is in no other selection', () => {
    expect(TickSet.everything(leaving).toSelection()).toBeNull();
    expect(
      TickSet.nothing(leaving)
        .toggled([nodeOf(leaving, '..'), leaving.nodeOf(3)])
        .toSelection(),
    ).toEqual([[3, 4]]);
    expect(TickSet.everything(leaving).stateOfAll([nodeOf(leaving, '..'), leaving.nodeOf(3)])).toBe('ticked');
  });
});

test('N-01: what leads out can be ticked where it is kept, but for links and what has no name', () => {
  const table = tableOf(['../x', '../l@', 'a/../y', '../d/', '..', 'b']);
  const ticks = TickSet.everything(new Tree(table, false, true));
  expect([ticks.files, ticks.links, ticks.emptyFolders, ticks.bytes]).toEqual([3, 0, 1, 1 + 3 + 6]);
  const by = TickSet.fromSelection(new Tree(table, false, true), [[0, 6]]);
  expect(by.toSelection()).toBeNull();
});

test('what cannot be read is never ticked, and counts for nothing', () => {
  const made = new Tree({ ...tableOf(['a/one', 'a/two', 'b/three']), unreadable: Uint8Array.of(0, 1, 1) });
  const ticks = TickSet.everything(made);
  const states = [made.nodeOf(0), made.nodeOf(1), nodeOf(made, 'a'), nodeOf(made, 'b')].map((node) =>
    ticks.stateOf(node),
  );
  expect(states).toEqual(['ticked', 'left-out', 'ticked', 'left-out']);
  expect([ticks.files, ticks.bytes, made.fileCounts[root], made.sizeOf(root)]).toEqual([1, 1, 1, 1]);
  expect(made.sizeOf(made.nodeOf(1))).toBe(2);
  expect(ticks.toSelection()).toBeNull();
  expect(TickSet.nothing(made).toggled([made.nodeOf(1)]).isNothing).toBe(true);
});

test('what was ticked by selections and ticks is the same by counting', () => {
  const names = fc.constantFrom('a', 'b', 'c/', '..', 'long@', '', 'x.php');
  const paths = fc.array(fc.array(names, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')));
  fc.assert(
    fc.property(paths, fc.array(fc.nat()), (list, clicks) => {
      const made = treeOf(...list);
      let ticks = TickSet.nothing(made);
      for (const click of clicks) ticks = ticks.toggled([click % (made.folderCount + made.entryCount)]);
      const again = TickSet.fromSelection(made, ticks.toSelection());
      expect(again.toSelection()).toEqual(ticks.toSelection());
      const files = list.filter(
        (_, ordinal) => made.table.kinds[ordinal] === 0 && ticks.stateOf(made.nodeOf(ordinal)) === 'ticked',
      );
      expect(ticks.files).toBe(files.length);
    }),
  );
});
