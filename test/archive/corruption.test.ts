// Damage anywhere in a backup ends in one of two ways: a refusal that has a name, or content of the stated size. Never in
// another error, and never in more bytes than were stated. Nothing in these formats tells every flipped bit (JPA has no
// checksum, JPS no authentication), so that some pass is no fault.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { concat } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';
import { decode, readIndex } from './open-any.ts';
import { smallArchives } from './small-archives.ts';

/** Reads and decodes all there is. Throws what must not happen. */
async function survive(bytes: Uint8Array, password: string): Promise<void> {
  const source = singlePart(bytes);
  try {
    const { entries } = await readIndex(source, password);
    for (const entry of entries) {
      if (entry.data.in === 'unsupported') continue;
      const [outcome] = await Promise.allSettled([decode(entry, source)]);
      if (outcome.status === 'fulfilled') expect(outcome.value).toHaveLength(entry.size);
      else if (!(outcome.reason instanceof DamagedEntry)) throw outcome.reason;
    }
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
  }
}

// One of each format without a derivation, which would take most of the time and is not what is tested here.
const archives = smallArchives.filter(({ name }) => ['JPA 1.2', 'JPA 1.3', 'JPS 1.10'].includes(name));

describe.each(archives)('$name', ({ write, password }) => {
  const whole = write(1);

  test('B-01: survives a change of any byte', async () => {
    for (const change of [0x01, 0x80, 0xff]) {
      for (let at = 0; at < whole.length; at += 1) {
        const bytes = Uint8Array.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        await survive(bytes, password);
      }
    }
  });

  test('B-03: survives bytes lost, doubled, moved and put in between', async () => {
    const place = fc.nat({ max: whole.length });
    await fc.assert(
      fc.asyncProperty(place, place, place, fc.uint8Array({ maxLength: 8 }), async (a, b, c, more) => {
        const [from = 0, to = 0] = [a, b].toSorted((one, other) => one - other);
        const cut = whole.subarray(from, to);
        const rest = concat([whole.subarray(0, from), whole.subarray(to)]);
        const at = Math.min(c, rest.length);
        await survive(rest, password);
        await survive(concat([rest.subarray(0, at), cut, rest.subarray(at)]), password);
        await survive(concat([whole.subarray(0, from), more, whole.subarray(from)]), password);
        await survive(concat([whole.subarray(0, to), whole.subarray(from)]), password);
      }),
      { numRuns: 100 },
    );
  });
});
