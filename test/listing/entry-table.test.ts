import { expect, test } from 'vitest';
import { columnsOf, tableOf } from '../../src/listing/entry-table.ts';
import { entry, link } from '../plan/entries.ts';

const table = tableOf([
  entry('a/', { mode: 0o40755 }),
  entry('a/b.txt', { size: 5 * 10 ** 12, mode: 0o100644, modifiedMs: 1_700_000_000_000 }),
  link('l', 7),
  entry('before the epoch', { modifiedMs: -1000, mode: 0xffff_ffff }),
  entry('packed', { data: { in: 'unsupported', method: 'LZMA', span: { offset: 0, length: 1 } } }),
]);

test('every entry stands in its place in each column', () => {
  expect(table.paths).toEqual(['a/', 'a/b.txt', 'l', 'before the epoch', 'packed']);
  expect([...table.kinds]).toEqual([1, 0, 2, 0, 0]);
  expect([...table.sizes]).toEqual([0, 5 * 10 ** 12, 7, 0, 0]);
  expect([...table.modifiedMs]).toEqual([NaN, 1_700_000_000_000, NaN, -1000, NaN]);
  expect([...table.modes.subarray(0, 3)]).toEqual([0o40755, 0o100644, -1]);
  expect([...table.unreadable]).toEqual([0, 0, 0, 0, 1]);
});

test('what the columns hold changes hands', () => {
  const received = structuredClone(table, { transfer: columnsOf(table) });
  expect(received.sizes[1]).toBe(5 * 10 ** 12);
  expect(
    [table.kinds, table.sizes, table.modifiedMs, table.modes, table.unreadable].map(({ length }) => length),
  ).toEqual([0, 0, 0, 0, 0]);
});

test('an archive without entries has empty columns', () => {
  expect(tableOf([])).toMatchObject({ paths: [], kinds: { length: 0 }, modes: { length: 0 } });
});
