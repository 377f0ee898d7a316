import { describe, expect, test } from 'vitest';
import { folderPath, inTwo, rowLabel, rowWords } from '../../../src/ui/tree/row-words.ts';
import { Tree } from '../../../src/ui/tree/tree.ts';
import { nodeOf, tableOf, treeOf } from './tables.ts';

describe('a row', () => {
  test('says nothing of what the archive does not say', () => {
    const tree = treeOf('a/b');
    const folder = rowWords(tree, nodeOf(tree, 'a'));
    expect(folder).toMatchObject({ name: 'a', size: '1 byte', date: '', mode: '', octal: '' });
  });

  test.each([
    [0o100644, 'rw-r--r--', '0644'],
    [0o040755, 'rwxr-xr-x', '0755'],
    [0o104711, 'rwx--x--x', '4711'],
    [0, '---------', '0000'],
    [-2, '', ''],
  ])('has the mode %o as %s', (mode, letters, octal) => {
    const tree = new Tree({ ...tableOf(['x']), modes: Int32Array.of(mode) });
    expect(rowWords(tree, nodeOf(tree, 'x'))).toMatchObject({ mode: letters, octal });
  });

  test.each([NaN, Infinity, -9e15, 9e15])('leaves out a time that no calendar has: %d', (time) => {
    const tree = new Tree({ ...tableOf(['x']), modifiedMs: Float64Array.of(time) });
    expect(rowWords(tree, nodeOf(tree, 'x')).date).toBe('');
  });

  test('shows what is hidden in a name, and calls a link a link', () => {
    const tree = treeOf('invoice_\u202Egnp.exe', 'current@');
    expect(rowWords(tree, tree.nodeOf(0)).name).toBe('invoice_<U+202E>gnp.exe');
    expect(rowWords(tree, tree.nodeOf(1))).toMatchObject({ kind: 'link', size: 'link' });
    expect(rowLabel(rowWords(tree, tree.nodeOf(0)), 'mixed')).toBe('invoice_<U+202E>gnp.exe, partly ticked, 1 byte');
  });

  test('says all that stands in it where nothing of it is seen', () => {
    const [mode, modified] = [Int32Array.of(0o100640, 0o120777, 0o40755), Float64Array.of(1.7e12, NaN, NaN)];
    const tree = new Tree({ ...tableOf(['a/x', 'a/y@', 'a/']), modes: mode, modifiedMs: modified });
    const label = (ordinal: number) => rowLabel(rowWords(tree, tree.nodeOf(ordinal)), 'ticked', ordinal < 2 ? 'a' : '');
    const { date } = rowWords(tree, tree.nodeOf(0));
    expect(label(0)).toBe(`x, in a, ticked, 1 byte, changed ${date}, mode rw-r-----`);
    expect(label(1)).toBe('y@, in a, ticked, link, mode rwxrwxrwx');
    expect(label(2)).toBe('a, ticked, folder, 1 byte, mode rwxr-xr-x');
  });

  test('names the folder it lies in, with nothing hidden', () => {
    const tree = treeOf('a/\u200B/c', 'top');
    expect(folderPath(tree, tree.nodeOf(0))).toBe('a/<U+200B>');
    expect(folderPath(tree, tree.nodeOf(1))).toBe('');
  });
});

test.each([
  ['index.php', 'index.php', ''],
  ['a-name-that-is-long.html', 'a-name-that-is-lo', 'ng.html'],
  ['😀'.repeat(20), '😀'.repeat(13), '😀'.repeat(7)],
  ['x'.repeat(70_000), `${'x'.repeat(243)}…`, 'x'.repeat(7)],
])('%s is cut where it can be shortened', (name, head, tail) => {
  expect(inTwo(name)).toEqual([head, tail]);
});
