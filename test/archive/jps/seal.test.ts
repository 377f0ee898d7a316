// What is wrong with the seal of a chunk is found when the file is decoded, and is damage of that file alone.
import { describe, expect, test } from 'vitest';
import { singlePart } from '../../support/parted-source.ts';
import { writeJps, type JpsArchive, type JpsBlockFields } from '../../support/write-jps.ts';
import { damage, decode, readIndex } from '../open-any.ts';

/** The content of a file in one chunk, stored, and another file behind it. */
async function open(chunk: Partial<JpsBlockFields>, facts: Partial<JpsArchive> = {}): Promise<Uint8Array> {
  const file = { path: 'f', content: 'twenty-one bytes here', store: true, chunks: [chunk] };
  const source = singlePart(writeJps({ ...facts, entries: [file, { path: 'next', content: 'x' }] }));
  const { entries } = await readIndex(source);
  const [first, next] = entries;
  if (first === undefined || next === undefined) throw new Error('two entries');
  expect(await decode(next, source)).toHaveLength(1);
  return decode(first, source);
}

test.each([
  ['as it should be', {}, {}],
  ['with a salt of its own', {}, { key: 'per-block' }],
  ['without an IV', {}, { iv: 'derived' }],
  ['with all of its padding', { padding: new Uint8Array(11) }, {}],
] satisfies [string, Partial<JpsBlockFields>, Partial<JpsArchive>][])(
  'K-19: stored, %s it opens',
  async (_, chunk, facts) => {
    expect(new TextDecoder().decode(await open(chunk, facts))).toBe('twenty-one bytes here');
  },
);

describe('it does not open', () => {
  test.each<[string, Partial<JpsBlockFields>]>([
    ['K-10: where the two plain lengths differ', { decryptedSize: 20 }],
    ['where they agree on less than all but the padding', { decryptedSize: 10, innerSize: 10 }],
    ['K-10: where they agree on more than there is', { decryptedSize: 60, innerSize: 60 }],
    ['where they agree on 4 GB', { decryptedSize: 2 ** 32 - 1, innerSize: 2 ** 32 - 1 }],
    ['K-11: where the padding is not zero', { padding: new Uint8Array(11).fill(1) }],
    ['where there is a block too many', { padding: new Uint8Array(11 + 16) }],
    ['K-09: where a block is cut', { sealed: new Uint8Array(15 + 4) }],
    ['where there is no room for a length', { sealed: new Uint8Array(3) }],
  ])('%s', async (_, chunk) => {
    expect(await damage(open(chunk))).toEqual({ what: 'broken-seal' });
  });
});
