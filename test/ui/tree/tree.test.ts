import { describe, expect, test } from 'vitest';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { root, Tree } from '../../../src/ui/tree/tree.ts';
import { entry, indexWith } from '../../plan/entries.ts';
import { nodeOf, outline, tableOf, treeOf } from './tables.ts';

describe('paths become folders:', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['none', [], []],
    ['implied by what lies in them', ['a/b/c.txt'], ['a/', '.b/', '..c.txt']],
    ['with an entry of their own', ['a/', 'a/b/'], ['a/', '.b/']],
    ['with one that comes later', ['a/b.txt', 'a/'], ['a/', '.b.txt']],
    ['with several, which are one folder', ['a/', 'a/', 'a/b'], ['a/', '.b']],
    ['folders before files, each by name', ['b', 'a', 'd/x', 'c/x'], ['c/', '.x', 'd/', '.x', 'a', 'b']],
    ['numbers by their value', ['p10', 'p9', 'p1', 'p09'], ['p1', 'p09', 'p9', 'p10']],
    ['whatever the case, and accents', ['Zoo', 'apple', 'Éclair', 'fig'], ['apple', 'Éclair', 'fig', 'Zoo']],
    ['the same path twice, as two files', ['a/x', 'a/x'], ['a/', '.x', '.x']],
    ['a file and a folder of one name', ['a', 'a/b'], ['a/', '.b', 'a']],
    ['a leading slash', ['/etc/passwd'], ['etc/', '.passwd']],
    ['empty components and dots', ['a//b', './a/./c', 'a/b'], ['a/', '.b', '.b', '.c']],
    ['two dots, as what they are', ['../evil.php', 'a/../b'], ['../', '.evil.php', 'a/', '.../', '..b']],
    ['no name at all', ['', 'a/', '///'], ['a/', '']],
    ['what is hidden stays hidden from nobody but the reader of it', ['a\u202E/b\n'], ['a\u202E/', '.b\n']],
    ['a backslash, which belongs to a name', ['a\\b'], ['a\\b']],
  ])('%s', (_, paths, rows) => {
    expect(outline(treeOf(...paths))).toEqual(rows);
  });

  test('a backslash that separates, in a ZIP', () => {
    const tree = new Tree(tableOf(['a\\b\\c.txt', 'a/b/d.txt']), true);
    expect(outline(tree)).toEqual(['a/', '.b/', '..c.txt', '..d.txt']);
  });

  test('thousands of components: the deepest are shown as one name', () => {
    const deep = `${'d/'.repeat(20_000)}x`;
    const tree = treeOf(deep, `${deep}/`, 'd/y');
    const rows = outline(tree);
    expect(tree.folderCount).toBe(1 + 255 + 1);
    expect(rows.at(-1)).toBe('.y');
    expect(rows.at(-2)).toBe(`${'.'.repeat(255)}${'d/'.repeat(20_000 - 255)}x`);
    expect(tree.sizeOf(nodeOf(tree, 'd'))).toBe(1 + 3);
  });

  test('as many as there are folders, every one of them deep', () => {
    const tree = treeOf(...Array.from({ length: 300 }, (_, each) => `${each}/${'d/'.repeat(2_000)}x`));
    expect(tree.folderCount).toBe(1 + 300 * 255);
    expect(tree.fileCounts[root]).toBe(300);
  });
});

describe('a folder', () => {
  const tree = treeOf('a/one', 'a/b/two', 'a/b/', 'a/link@', 'c/', 'three');

  test('has the size and the count of the files in it and below; links count for nothing', () => {
    expect(tree.sizeOf(nodeOf(tree, 'a'))).toBe(1 + 2);
    expect(tree.sizeOf(nodeOf(tree, 'b'))).toBe(2);
    expect(tree.sizeOf(nodeOf(tree, 'c'))).toBe(0);
    expect([tree.sizeOf(root), tree.fileCounts[root]]).toEqual([1 + 2 + 6, 3]);
  });

  test('has its own entry where there is one', () => {
    expect(tree.ordinalOf(nodeOf(tree, 'b'))).toBe(2);
    expect(tree.ordinalOf(nodeOf(tree, 'a'))).toBeNull();
    expect(tree.nodeOf(2)).toBe(nodeOf(tree, 'b'));
  });

  test('tells of each thing in it where it stands', () => {
    const children = Array.from(tree.childrenOf(nodeOf(tree, 'a')));
    expect(children.map((node) => tree.nameOf(node))).toEqual(['b', 'link@', 'one']);
    expect(children.map((node) => tree.positionOf(node))).toEqual([0, 1, 2]);
    expect(children.map((node) => tree.parentOf(node))).toEqual(Array(3).fill(nodeOf(tree, 'a')));
  });
});

test('every entry is in the tree once, whatever the paths', () => {
  const names = ['', '.', '..', 'a', 'B', '/', 'a/b', '\\', 'é', 'a/', '//'];
  const paths = names.flatMap((one) => names.flatMap((two) => names.map((three) => `${one}/${two}${three}`)));
  const tree = treeOf(...paths);
  const rows = outline(tree);
  const files = paths.filter((path) => !path.endsWith('/'));
  expect(rows.length).toBe(files.length + tree.folderCount - 1);
  const written = files
    .map((path) => path.split('/'))
    .filter((parts) => !parts.includes('..') && parts.some((part) => part !== '' && part !== '.'));
  expect(tree.fileCounts[root]).toBe(written.length);
});

test('N-01: of all files, those can be ticked that the plan knows a place for, whether what leads out is kept or not', () => {
  const names = ['', '.', '..', '...', 'a', 'b@', '/', '\\', '..\\', 'c/', '//'];
  const paths = names.flatMap((one) => names.flatMap((two) => names.map((three) => `${one}/${two}${three}`)));
  const table = tableOf([...paths, '..', '../', '.', '', 'x', '../x', '../y@']);
  const kinds = ['file', 'directory', 'link'] as const;
  const entries = table.paths.map((path, ordinal) => entry(path, { kind: kinds[table.kinds[ordinal] ?? 0] ?? 'file' }));
  for (const format of ['jpa', 'zip'] as const)
    for (const keepsOutside of [false, true]) {
      const tree = new Tree(table, format === 'zip', keepsOutside);
      const { steps, links } = makePlan(indexWith(entries, format), null, { keepsOutside });
      const planned = new Set([...steps, ...links].map((step) => step.entry));
      const isLeaf = ({ kind }: (typeof entries)[number]): boolean => kind !== 'directory';
      const ticked = entries.filter((one, ordinal) => isLeaf(one) && tree.isTickable(ordinal));
      expect(ticked.map(({ path }) => path)).toEqual(
        entries.filter((one) => isLeaf(one) && planned.has(one)).map(({ path }) => path),
      );
    }
});
