// M-12: an archive that was transferred in text mode is told as such, by what became of the line breaks in it; and one that is
// sound, or damaged in another way, is not.
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../src/archive/detect-format.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { reasonForDamage } from '../../src/diagnosis/diagnose.ts';
import { countLineBreaks, lineBreakChange, noLineBreaks } from '../../src/diagnosis/line-breaks.ts';
import { findTextMode } from '../../src/diagnosis/text-mode.ts';
import { joinSources } from '../../src/parts/joined-source.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { splitAt, toBytes, type Content } from '../support/byte-writer.ts';
import { fixture, fixtures, readParts } from '../support/fixtures.ts';
import { joinParts, singlePart } from '../support/parted-source.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { writeZip } from '../support/write-zip.ts';
import { refusal } from '../archive/open-any.ts';
import { damages, randomBytes } from '../archive/salvage/damage.ts';
import { fileOf, opened, usual } from '../extract/session-files.ts';
import { archives, openAsRun, someEntries } from './stage.ts';

function replaced(bytes: Uint8Array, from: Content, to: Content): Uint8Array {
  const latin = (content: Content): string => Buffer.from(toBytes(content)).toString('latin1');
  return new Uint8Array(Buffer.from(latin(bytes).replaceAll(latin(from), latin(to)), 'latin1'));
}

const withReturns = (bytes: Uint8Array): Uint8Array => replaced(bytes, '\n', '\r\n');

describe.each(archives)('M-12: a %s', (_, bytes) => {
  test('with a CR before each LF', async () => {
    const error = await refusal(openAsRun(withReturns(bytes)));
    expect(error).toMatchObject({ code: 'text-mode', where: { part: 'site.jpa', text: 'added' } });
  });

  test('whose CR LF became CR CR LF', async () => {
    expect((await refusal(openAsRun(withReturns(withReturns(bytes))))).code).toBe('text-mode');
  });

  test('without any CR', async () => {
    const error = await refusal(openAsRun(replaced(bytes, '\r', '')));
    expect(error).toMatchObject({ code: 'text-mode', where: { part: 'site.jpa', text: 'stripped' } });
  });

  test.each([
    ['\r', '\n', 'returns-to-feeds'],
    ['\n', '\r', 'feeds-to-returns'],
  ])('with %j made %j, which keeps its size', async (from, to, text) => {
    const changed = replaced(bytes, from, to);
    expect(changed).toHaveLength(bytes.length);
    expect((await findTextMode(singlePart(changed), await detectFormat(singlePart(changed))))?.where.text).toBe(text);
  });

  test('that is sound is opened', async () => {
    expect((await openAsRun(bytes)).issues).toEqual([]);
  });

  test.each(Object.entries(damages))(
    'that is damaged in another way is not told as such: %s',
    async (_title, damage) => {
      for (const start of [200, 30_000, 100_000, 150_000]) {
        const [outcome] = await Promise.allSettled([openAsRun(damage(bytes, { start, end: start + 400 }))]);
        if (outcome.status === 'rejected') expect(outcome.reason).not.toMatchObject({ code: 'text-mode' });
      }
    },
  );
});

describe('M-12: a small archive, of which few bytes are random', () => {
  const entries = Array.from({ length: 12 }, (_, i) => ({
    path: `${i}.txt`,
    content: 'abc\n'.repeat(i + 7),
    store: true,
  }));

  test.each([
    ['JPA', writeJpa({ entries })],
    ['ZIP', writeZip({ entries })],
  ])('%s: its headers fit once the CR are taken out', async (_, bytes) => {
    const error = await refusal(openAsRun(withReturns(bytes)));
    expect(error).toMatchObject({ code: 'text-mode', where: { text: 'added' } });
    expect((await openAsRun(bytes)).entries).toHaveLength(12);
  });

  test('made of files that have their CR LF rightly, and damaged, is not told as such', async () => {
    const bytes = writeJpa({ entries: entries.map((entry) => ({ ...entry, content: 'abc\r\n'.repeat(9) })) });
    bytes[19 + 3 * 80] = 0;
    const [outcome] = await Promise.allSettled([openAsRun(damages.erased(bytes, { start: 200, end: 300 }))]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'archive-damaged' } });
  });
});

test('M-12: where CR LF alone was changed, three megabytes of random bytes without one tell', async () => {
  const content = randomBytes(4_000_000);
  const bytes = writeJpa({ entries: [{ path: 'large', content, store: true }, ...someEntries] });
  const error = await refusal(openAsRun(replaced(bytes, '\r\n', '\n')));
  expect(error).toMatchObject({ code: 'text-mode', where: { text: 'stripped' } });
});

test('M-12: of several parts, the one that was changed is named', async () => {
  const [first, second, last] = splitAt(writeJpa({ entries: someEntries, partCount: 3 }), [60_000, 120_000]);
  if (first === undefined || second === undefined || last === undefined) throw new Error('three parts');
  const error = await refusal(openAsRun(joinParts([first, withReturns(second), last])));
  expect(error).toMatchObject({ code: 'text-mode', where: { part: 'site.j02', text: 'added' } });
});

test('M-12: where a part is missing, damage in another is no reason to read across the gap', async () => {
  const [first, second, last] = splitAt(writeJpa({ entries: someEntries, partCount: 3 }), [60_000, 120_000]);
  if (first === undefined || second === undefined || last === undefined) throw new Error('three parts');
  const source = joinSources([
    { name: 'site.j01', source: new MemorySource(withReturns(first)) },
    { name: 'site.j02', source: null },
    { name: 'site.jpa', source: new MemorySource(last) },
  ]);
  expect(await reasonForDamage(source)).toMatchObject({ kind: 'text-mode', part: 'site.j01' });
  const sound = joinSources([
    { name: 'site.j01', source: new MemorySource(first) },
    { name: 'site.j02', source: null },
    { name: 'site.jpa', source: new MemorySource(last) },
  ]);
  expect(await reasonForDamage(sound)).toBeNull();
});

const exchanges = [
  ['\r', '\n', 'returns-to-feeds'],
  ['\n', '\r', 'feeds-to-returns'],
] as const;
const cases = fixtures
  .filter(({ parts }) => parts.length === 1)
  .flatMap(({ name }) => exchanges.map(([from, to, text]) => [name, from, to, text] as const));

describe('M-12: an exchange that keeps all sizes', () => {
  test.each(cases)('%s with %j made %j is refused, or told with the first damage', async (name, from, to, text) => {
    const [bytes = new Uint8Array()] = readParts(name);
    const changed = replaced(bytes, from, to);
    expect(changed).toHaveLength(bytes.length);
    const [told] = await toldOf(changed, name);
    expect(told).toMatchObject({ part: name, [told !== undefined && 'change' in told ? 'change' : 'text']: text });
  });

  test.each(['site.jpa', 'site.jps', 'site.zip'])('is not told of %s that is damaged in another way', async (name) => {
    const [bytes = new Uint8Array()] = readParts(name);
    for (const [title, damage] of Object.entries(damages)) {
      for (const start of [40_000, 120_000, 200_000])
        expect(await toldOf(damage(bytes, { start, end: start + 400 }), name), title).toEqual([]);
    }
  });
});

/** What is said of text mode where the archive is opened, and tested if that can be done. */
async function toldOf(bytes: Uint8Array, name: string): Promise<readonly object[]> {
  const issues: Issue[] = [];
  try {
    const session = await opened([fileOf(name, bytes)], fixture(name).password ?? undefined);
    await session.extract({ kind: 'test' }, usual, ({ newIssues }) => {
      issues.push(...newIssues);
    });
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    return error.code === 'text-mode' ? [error.where] : [];
  }
  const told = issues.filter(({ kind }) => kind === 'text-mode');
  if (told.length > 0) expect(issues.map(({ kind }) => kind)).toContain('damaged');
  return told;
}

describe('M-12: random bytes', () => {
  const sizes = [12_288, 32_768, 65_536, 262_144];

  test.each(sizes)('%i of them are never told to have been changed', (size) => {
    for (let seed = 0; seed < 200; seed += 1) {
      const counts = noLineBreaks();
      countLineBreaks(counts, randomBytes(size, seed));
      expect(lineBreakChange(counts), `seed ${seed}`).toBeNull();
    }
  });

  test.each(exchanges)('%j made %j is told of 32 KiB and more', (from, to, text) => {
    for (const size of sizes.slice(1))
      for (let seed = 0; seed < 50; seed += 1) {
        const counts = noLineBreaks();
        countLineBreaks(counts, replaced(randomBytes(size, seed), from, to));
        expect(lineBreakChange(counts), `seed ${seed}`).toBe(text);
      }
  });
});
