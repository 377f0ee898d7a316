// Parts that are cut short, have changed names, are of another backup, or are one and the same: told by the part, before
// anything is extracted.
import { describe, expect, test } from 'vitest';
import type { ArchiveIndex } from '../../src/archive/entry.ts';
import { surveyFiles } from '../../src/extract/survey.ts';
import { concat, splitAt, splitEvery } from '../support/byte-writer.ts';
import { joinParts } from '../support/parted-source.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeSplitZip } from '../support/write-zip.ts';
import { refusal } from '../archive/open-any.ts';
import { randomBytes } from '../archive/salvage/damage.ts';
import { archives, openAsRun, someEntries } from './stage.ts';

const partSize = 50_000;
const writers = [
  ['JPA', (entries: typeof someEntries, partCount: number) => writeJpa({ entries, partCount })],
  [
    'JPS',
    (entries: typeof someEntries, partCount: number) => writeJps({ entries, password: 'x', trailer: { partCount } }),
  ],
] as const;

/** Another day's backup of the same site. */
const others = someEntries.map((entry, i) => ({
  ...entry,
  content: entry.content instanceof Uint8Array ? randomBytes(entry.content.length + 700, i + 50) : 'other',
}));

describe.each(writers)('parts of a %s', (_, write) => {
  const parts = splitEvery(write(someEntries, 4), partSize);
  const otherParts = splitEvery(write(others, 4), partSize);

  function open(...order: readonly (Uint8Array | number)[]): Promise<ArchiveIndex> {
    return openAsRun(
      joinParts(order.map((part) => (part instanceof Uint8Array ? part : (parts[part] ?? new Uint8Array())))),
    );
  }

  test('in their order are opened', async () => {
    expect((await open(0, 1, 2, 3)).issues).toEqual([]);
  });

  test('M-03: that have changed names are told, with the one that fits', async () => {
    const error = await refusal(open(0, 2, 1, 3));
    expect(error.code).toBe('parts-mixed-up');
    expect([error.where.part, error.where.text].toSorted()).toEqual(['site.j02', 'site.j03']);
  });

  test('M-04: of which one is of another backup are told', async () => {
    const error = await refusal(open(0, 1, otherParts[2] ?? 2, 3));
    expect(error).toMatchObject({ code: 'parts-mixed-up', where: { part: 'site.j03' } });
    expect(error.where.text).toBeUndefined();
  });

  test.each([1, 100, 1024, 40_000])(
    'M-05: of which the second has lost its last %i bytes: it is named',
    async (count) => {
      const error = await refusal(open(0, parts[1]?.subarray(0, -count) ?? 1, 2, 3));
      const where = { part: 'site.j02', expected: partSize, found: partSize - count };
      expect(error).toMatchObject({ code: 'part-truncated', where });
    },
  );
});

describe('parts of a ZIP, whose directory says where each entry begins', () => {
  const entries = Array.from({ length: 12 }, (_, i) => ({ path: `${i}.txt`, content: randomBytes(20_000, i) }));
  const parts = writeSplitZip({ entries }, partSize);
  const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array(), ...rest] = parts;

  test('in their order are opened', async () => {
    expect((await openAsRun(joinParts(parts, 'site', 'zip'))).issues).toEqual([]);
  });

  test('M-03: that have changed names are told, with the one that fits', async () => {
    const error = await refusal(openAsRun(joinParts([first, third, second, ...rest], 'site', 'zip')));
    expect(error).toMatchObject({ code: 'parts-mixed-up', where: { part: 'site.z02', text: 'site.z03' } });
  });

  test('M-04: of which one is of another backup are told', async () => {
    const error = await refusal(openAsRun(joinParts([first, randomBytes(partSize), third, ...rest], 'site', 'zip')));
    expect(error).toMatchObject({ code: 'parts-mixed-up', where: { part: 'site.z02' } });
  });
});

test('M-05: a part that ends early where a header begins is as writers make them', async () => {
  const bytes = writeJpa({ entries: someEntries, partCount: 3 });
  const second = bytes.findIndex(
    (_, at) => at > 100 && bytes[at] === 0x4a && bytes[at + 1] === 0x50 && bytes[at + 2] === 0x46,
  );
  const cuts = [second, second + 60_000];
  expect((await openAsRun(joinParts(splitAt(bytes, cuts)))).issues).toEqual([]);
  const damaged = bytes.slice();
  damaged.fill(0, second + 3, second + 30);
  expect((await refusal(openAsRun(joinParts(splitAt(damaged, cuts))))).code).toBe('archive-damaged');
});

test('a header that is damaged behind data which goes over into its part tells of no mix-up', async () => {
  const bytes = writeJpa({ entries: someEntries, partCount: 4 });
  const name = Buffer.from(bytes).indexOf('d.png');
  bytes.fill(0, name - 7, name + 20);
  const error = await refusal(openAsRun(joinParts(splitEvery(bytes, partSize))));
  expect(error).toMatchObject({ code: 'archive-damaged', where: { part: 'site.j03', entry: 'c.png' } });
});

describe('a download that broke off', () => {
  const bytes = writeJpa({ entries: someEntries });

  test.each([50_000, 100_000, bytes.length - 1000])(
    'after %i bytes: the sizes of the whole are told',
    async (length) => {
      const { code, where } = await refusal(openAsRun(bytes.subarray(0, length)));
      expect(code).toBe('archive-truncated');
      expect(where.size).toBe(length);
      expect(where.leastSize).toBeGreaterThan(bytes.length - 100);
      expect(where.leastSize).toBeLessThanOrEqual(bytes.length);
    },
  );

  test.each(archives)('of a %s: both sizes are told, of which the second is no more than it had', async (_, whole) => {
    for (const length of [50_000, 100_000, whole.length - 600]) {
      const { code, where } = await refusal(openAsRun(whole.subarray(0, length)));
      expect([code, where.size, where.partCount]).toEqual(['archive-truncated', length, 1]);
      expect(where.leastSize).toBeGreaterThan(length);
      expect(where.leastSize).toBeLessThanOrEqual(whole.length);
    }
  });

  test('of which the header says nothing that helps: none is told', async () => {
    const lying = writeJpa({ entries: someEntries, header: { packedSize: 0, count: 1 } });
    const { code, where } = await refusal(openAsRun(lying.subarray(0, 100_000)));
    expect([code, where.leastSize]).toEqual(['archive-truncated', undefined]);
  });
});

describe('M-11: one part under two names', () => {
  const bytes = writeJpa({ entries: someEntries, partCount: 4 });
  const parts = splitEvery(bytes, partSize);
  const named = (contents: readonly (Uint8Array | undefined)[]): File[] =>
    contents.map((part, i) => new File([new Uint8Array(part ?? [])], i === 3 ? 'site.jpa' : `site.j0${i + 1}`));

  test('is refused, with both', async () => {
    const { survey } = await surveyFiles(named([parts[0], parts[1], parts[1], parts[3]]));
    const where = { parts: ['site.j02', 'site.j03'] };
    expect(survey.backups[0]?.problem).toEqual({ code: 'part-twice', where });
  });

  test('is not what parts of one size are that differ', async () => {
    const { survey } = await surveyFiles(named(parts));
    expect(survey.backups[0]?.problem).toBeNull();
  });

  test('is not what two parts are that lie within one run of zeros', async () => {
    const zeros = { path: 'zeros', content: new Uint8Array(190_000), store: true };
    const { survey } = await surveyFiles(named(splitEvery(writeJpa({ entries: [zeros], partCount: 4 }), partSize)));
    expect(survey.backups[0]?.problem).toBeNull();
  });
});

test('M-10: bytes of two copies in one set never go unnoticed', async () => {
  const [first = new Uint8Array()] = splitEvery(writeJpa({ entries: someEntries, partCount: 1 }), partSize);
  const { survey } = await surveyFiles([
    new File([new Uint8Array(first)], 'site.j01'),
    new File([new Uint8Array(concat([first, first]))], 'site (1).j01'),
    new File(['x'], 'site.jpa'),
  ]);
  expect(survey.backups[0]?.problem).toMatchObject({ code: 'parts-doubled' });
});
