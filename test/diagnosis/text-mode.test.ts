// M-12: an archive that was transferred in text mode is told as such, by what became of the line breaks in it; and one that is
// sound, or damaged in another way, is not.
import { describe, expect, test } from 'vitest';
import { splitAt, toBytes, type Content } from '../support/byte-writer.ts';
import { joinParts } from '../support/parted-source.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { writeZip } from '../support/write-zip.ts';
import { refusal } from '../archive/open-any.ts';
import { damages, randomBytes } from '../archive/salvage/damage.ts';
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
