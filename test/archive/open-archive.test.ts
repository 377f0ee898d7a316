// How many parts an archive says it has, and whether it begins here: told before it is opened.
import { describe, expect, test } from 'vitest';
import { statedParts } from '../../src/archive/open-archive.ts';
import type { JoinedSource } from '../../src/parts/joined-source.ts';
import { toBytes } from '../support/byte-writer.ts';
import { joinParts, singlePart } from '../support/parted-source.ts';
import { splitAt, writeJpa } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';
import { refusal } from './open-any.ts';

const entries = [
  { path: 'a.txt', content: 'content', store: true },
  { path: 'b.txt', content: 'content', store: true },
];
const jpa = writeJpa({ entries, partCount: 3 });
const jps = writeJps({ entries, trailer: { partCount: 3 } });

describe('the beginning', () => {
  test.each<[string, Uint8Array, number | null]>([
    ['of a JPA that says so', jpa, 3],
    ['of a JPA that does not', writeJpa({ entries }), null],
    ['of a JPA behind other bytes', writeJpa({ entries, partCount: 3, before: 'text' }), 3],
    ['of a JPS that ends here too', jps, 3],
    ['of a JPS that ends elsewhere', jps.subarray(0, -1), null],
    ['of a ZIP', writeZip({ entries: [{ path: 'a', content: 'b' }] }), 1],
  ])('%s', async (_, bytes, count) => {
    expect(await statedParts(singlePart(bytes))).toEqual({ count, areJoined: (count ?? 1) > 1, beginsHere: 'yes' });
  });

  test('of a JPA that has not all that it should: its parts were not joined', async () => {
    const bytes = jpa.subarray(0, jpa.length / 2);
    expect(await statedParts(singlePart(bytes))).toEqual({ count: 3, areJoined: false, beginsHere: 'yes' });
  });
});

describe('not the beginning', () => {
  test.each([
    ['a header of an entity somewhere', jpa.subarray(20), null],
    ['the end of a JPS', jps.subarray(90), 3],
    ['an end mark alone', jps.subarray(-17), 3],
  ])('%s', async (_, bytes, count) => {
    expect(await statedParts(singlePart(bytes))).toEqual({ count, areJoined: false, beginsHere: 'no' });
  });

  test('where the first of two parts is the second', async () => {
    const [first, second] = splitAt(writeJpa({ entries, partCount: 2 }), [60]);
    if (first === undefined || second === undefined) throw new Error('two parts');
    expect(await statedParts(joinParts([second, first]))).toMatchObject({ beginsHere: 'no' });
    expect(await statedParts(joinParts([first, second]))).toEqual({
      ...{ count: 2, areJoined: false, beginsHere: 'yes' },
    });
  });
});

describe('anything', () => {
  test.each([
    ['nothing', ''],
    ['text', 'some text'],
    ['sixteen bytes, which no end mark fits', 'JPE'.padStart(16)],
    ['a page', '<!DOCTYPE html>'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8)],
  ])('%s', async (_, bytes) => {
    expect(await statedParts(singlePart(toBytes(bytes)))).toEqual({
      count: null,
      areJoined: false,
      beginsHere: 'unclear',
    });
  });
});

test('a JPA header that lies is refused', async () => {
  const { code } = await refusal(statedParts(singlePart(writeJpa({ entries, header: { length: 18 } }))));
  expect(code).toBe('archive-damaged');
});

test('a part that cannot be read is named', async () => {
  const gone = singlePart({ size: 100, read: () => Promise.reject(new Error('gone')) }, 'site.jpa');
  const error = await refusal(statedParts(gone satisfies JoinedSource));
  expect(error).toMatchObject({ code: 'part-unreadable', where: { part: 'site.jpa' } });
});
