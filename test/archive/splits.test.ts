// Parts are cut anywhere by those who cut them. However an archive is cut, what comes out of it is the same.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources } from '../../src/parts/joined-source.ts';
import { splitAt } from '../support/byte-writer.ts';
import { drip, joinParts, singlePart } from '../support/parted-source.ts';
import { unpack } from './open-any.ts';
import { smallArchives } from './small-archives.ts';

/** A source of one part that reads below it a byte at a time, each after a wait. */
function dripped(bytes: Uint8Array): ByteSource {
  return drip(bytes, 1);
}

describe.each(smallArchives)('$name', ({ write, password }) => {
  const whole = unpack(singlePart(write(1)), password);

  test('holds what was put in', async () => {
    const entries = await whole;
    const text = new TextDecoder();
    expect(entries.slice(0, 4).map(({ path, kind, content }) => [path, kind, text.decode(content)])).toEqual([
      ['d/', 'directory', ''],
      ['d/é.txt', 'file', 'a line that repeats itself, '.repeat(3)],
      ['empty', 'file', ''],
      ['link', 'link', 'd/é.txt'],
    ]);
  });

  test('M-07, M-08: cut in two at every offset it gives the same', async () => {
    const bytes = write(2);
    const expected = await whole;
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(await unpack(joinParts(splitAt(bytes, [cut])), password), `cut at ${cut}`).toEqual(expected);
  });

  test('M-08: cut in many at random it gives the same', async () => {
    const size = write(1).length;
    const cuts = fc.array(fc.nat({ max: size }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, async (unsorted) => {
        const sorted = unsorted.toSorted((a, b) => a - b);
        const parts = splitAt(write(sorted.length + 1), sorted);
        expect(await unpack(joinParts(parts), password)).toEqual(await whole);
      }),
      { numRuns: 40 },
    );
  });

  test('cut into single bytes it gives the same', async () => {
    const { length } = write(1);
    const bytes = write(length);
    expect(await unpack(joinParts(splitAt(bytes, [...bytes.keys()].slice(1))), password)).toEqual(await whole);
  });

  test('read a byte at a time it gives the same', async () => {
    const source = joinSources([{ name: 'site', source: dripped(write(1)) }]);
    expect(await unpack(source, password)).toEqual(await whole);
  });
});
