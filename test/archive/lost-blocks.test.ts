// What a failing disk does: a sector of zeros, two blocks in each other's place. In deflated data it is noticed; in stored data of a
// JPA it cannot be, as there is no checksum.
import { beforeEach, expect, test } from 'vitest';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { useStrictDecompression } from '../decode/strict-decompression.ts';
import { decode, readIndex } from './open-any.ts';

beforeEach(useStrictDecompression);

/** Like a dump of a database: packs to a third, with no two lines alike. */
const content = Array.from({ length: 6000 }, (_, i) => `(${i},'name ${(i * 7919) % 10_007}',${(i * i) % 997}),`).join(
  '\n',
);
const bytes = writeJpa({ entries: [{ path: 'site.sql', content }] });
const dataStart = 19 + 21 + 'site.sql'.length;

async function isNoticed(damaged: Uint8Array): Promise<boolean> {
  const source = singlePart(damaged);
  const [entry] = (await readIndex(source)).entries;
  if (entry === undefined) throw new Error('one entry');
  try {
    await decode(entry, source);
    return false;
  } catch (error) {
    if (error instanceof DamagedEntry) return true;
    throw error;
  }
}

test('M-13: a sector of zeros is noticed wherever it lies in deflated data', async () => {
  for (let start = dataStart; start + 512 < bytes.length; start += 1531)
    expect(await isNoticed(bytes.slice().fill(0, start, start + 512)), `at ${start}`).toBe(true);
});

test('M-14: two blocks of 4 KiB in each other’s place are noticed nearly always', async () => {
  const verdicts: boolean[] = [];
  const block = 4096;
  for (let one = dataStart; one + 2 * block < bytes.length; one += 2999) {
    const swapped = bytes.slice();
    swapped.set(bytes.subarray(one, one + block), one + block);
    swapped.set(bytes.subarray(one + block, one + 2 * block), one);
    verdicts.push(await isNoticed(swapped));
  }
  expect(verdicts.filter(Boolean).length / verdicts.length).toBeGreaterThan(0.9);
});
