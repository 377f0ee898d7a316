// Going past damage in a JPS: what opens with the key is a true header, and each chunk states its length twice.
import { describe, expect, test } from 'vitest';
import { concat } from '../../support/byte-writer.ts';
import { singlePart } from '../../support/parted-source.ts';
import { writeJps, type JpsEntry } from '../../support/write-jps.ts';
import { decode, refusal } from '../open-any.ts';
import { randomBytes, salvage } from './damage.ts';

const password = 'x';
const headerLength = 84;
const text = (path: string): JpsEntry => ({ path, content: `content of ${path}, `.repeat(99) });
/** Packs to about half. */
const numbers = Array.from({ length: 700 }, (_, i) => (i * 7919) % 1009).join(' ');
const long: JpsEntry = { path: 'a', content: numbers };
const entries = [long, text('b'), text('c')];
const whole = writeJps({ entries, password, chunkSize: 500 });
const firstEnd = writeJps({ entries: [long], password, chunkSize: 500, trailer: null }).length;

function overwritten(start: number, length: number): Uint8Array {
  return concat([whole.subarray(0, start), randomBytes(length, start), whole.subarray(start + length)]);
}

test('a sound one is read as it is', async () => {
  expect((await salvage(whole, password)).issues).toEqual([]);
});

describe('a damaged header', () => {
  test('loses that file alone, and what was lost is told', async () => {
    const index = await salvage(overwritten(firstEnd, 20), password);
    expect(index.entries.map(({ path }) => path)).toEqual(['a', 'c']);
    expect(index.issues).toContainEqual(expect.objectContaining({ kind: 'lost-bytes', offset: firstEnd, after: 'a' }));
    expect(index.issues).toContainEqual({ kind: 'count-differs', expected: 3, found: 2 });
  });

  test('that is the first does not pass for a wrong password', async () => {
    const { entries: found } = await salvage(overwritten(headerLength + 9, 20), password);
    expect(found.map(({ path }) => path)).toEqual(['b', 'c']);
  });
});

test('a damaged chunk leaves its file with what it has, which is refused when decoded, and the next is found', async () => {
  const bytes = overwritten(firstEnd - 200, 100);
  const source = singlePart(bytes);
  const { entries: found } = await salvage(source, password);
  expect(found.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
  const [first, second] = found;
  if (first === undefined || second === undefined) throw new Error('three entries');
  await expect(decode(first, source)).rejects.toThrow();
  expect(new TextDecoder().decode(await decode(second, source))).toBe(text('b').content);
});

test('K-17: without its end mark it says so', async () => {
  const { issues } = await salvage(whole.subarray(0, -17), password);
  expect(issues).toEqual([{ kind: 'end-mark-missing', missing: null }]);
});

test('K-01: with a wrong password nothing is found, and that is what is said', async () => {
  expect((await refusal(salvage(overwritten(firstEnd, 20), 'wrong'))).code).toBe('wrong-password');
});

test('K-02: without its beginning no password can open it, and that is what is said', async () => {
  expect((await refusal(salvage(whole.subarray(headerLength), password))).code).toBe('key-missing');
});
