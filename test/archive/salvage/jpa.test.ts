// Going past damage in a JPA: one wrong place, what is found behind it, and what must not be taken for a header.
import { describe, expect, test } from 'vitest';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import { joinSources } from '../../../src/parts/joined-source.ts';
import { concat, splitAt, toBytes } from '../../support/byte-writer.ts';
import { writeJpa, writeJpaEntity, writeJpaHeader, type JpaEntry } from '../../support/write-jpa.ts';
import { readIndex, refusal } from '../open-any.ts';
import { randomBytes, salvage } from './damage.ts';

const text = (path: string): JpaEntry => ({ path, content: `content of ${path}, `.repeat(9) });
const stored = (path: string, content: string | Uint8Array): JpaEntry => ({ path, content, store: true });

/** An archive of these pieces, each an entity or bytes of something else. */
function archiveOf(...pieces: readonly (JpaEntry | Uint8Array)[]): Uint8Array {
  const entries = pieces.flatMap((piece) => (piece instanceof Uint8Array ? [] : [piece]));
  const bodies = pieces.map((piece) => (piece instanceof Uint8Array ? piece : writeJpaEntity(piece)));
  return concat([writeJpaHeader({ entries }), ...bodies]);
}

async function pathsOf(bytes: Uint8Array): Promise<string[]> {
  return (await salvage(bytes)).entries.map(({ path }) => path);
}

describe('bytes that are no header', () => {
  const junk = randomBytes(5000);
  const bytes = archiveOf(text('a'), junk, text('b'), text('c'));

  test('end the reading where damage is not to be gone past', async () => {
    const error = await refusal(readIndex(bytes));
    expect(error).toMatchObject({ code: 'archive-damaged', where: { part: 'site.jpa', entry: 'a' } });
  });

  test('are told, by part, place and the entry before', async () => {
    const { entries, issues } = await salvage(bytes);
    expect(entries.map(({ path }) => path)).toEqual(['a', 'b', 'c']);
    const offset = 19 + writeJpaEntity(text('a')).length;
    expect(issues).toEqual([
      { kind: 'lost-bytes', part: 'site.jpa', offset, count: 5000, after: 'a' },
      { kind: 'found-by-search', count: 1 },
    ]);
  });

  test('are nothing to tell where there are none', async () => {
    expect((await salvage(archiveOf(text('a'), text('b')))).issues).toEqual([]);
  });
});

describe('B-04: what looks like a header', () => {
  const inner = writeJpa({ entries: [text('inner 1'), text('inner 2')] });

  test('in a file whose header is whole is left alone, though the next header is lost', async () => {
    const bytes = archiveOf(text('a'), stored('old.jpa', inner), randomBytes(100), text('b'));
    expect(await pathsOf(bytes)).toEqual(['a', 'old.jpa', 'b']);
  });

  test('in a file whose header is lost is found, and told that it may be', async () => {
    const lost = writeJpaEntity(stored('old.jpa', inner)).fill(0, 0, 28);
    const { entries, issues } = await salvage(archiveOf(text('a'), lost, text('b')));
    expect(entries.map(({ path }) => path)).toEqual(['a', 'inner 1', 'inner 2', 'b']);
    expect(issues).toContainEqual({ kind: 'found-by-search', count: 1 });
  });

  test.each<[string, Uint8Array]>([
    ['the letters, over and over', toBytes('JPF'.repeat(5000))],
    ['a header of a type that does not exist', writeJpaEntity({ path: 'x', fields: { type: 3 } })],
    ['a header of two sizes for a stored file', writeJpaEntity({ ...stored('x', 'abc'), fields: { size: 4 } })],
    ['a header without a name', writeJpaEntity(stored('', 'abc'))],
    ['a header of a name that cannot be seen', writeJpaEntity(stored('\u0001\u0002', 'abc'))],
    ['a folder with data', writeJpaEntity({ path: 'x/', fields: { packedSize: 3, size: 3 } })],
  ])('%s: is none', async (_, fake) => {
    const bytes = archiveOf(text('a'), randomBytes(40), fake, randomBytes(40, 1), text('b'), text('c'));
    expect(await pathsOf(bytes)).toEqual(['a', 'b', 'c']);
  });

  test('a header that would swallow true ones is none', async () => {
    const greedy = writeJpaEntity({ ...stored('x', ''), fields: { size: 300, packedSize: 300 } });
    expect(await pathsOf(archiveOf(text('a'), randomBytes(9), greedy, text('b'), text('c')))).toEqual(['a', 'b', 'c']);
  });
});

describe('a header that lies about its data', () => {
  test.each([
    ['too short', { packedSize: 5 }],
    ['too long', { packedSize: 150 }],
    ['longer than the archive', { packedSize: 2 ** 31 }],
    ['nothing', { packedSize: 0 }],
  ])('%s: loses that file alone', async (_, fields) => {
    const bytes = archiveOf(text('a'), { ...text('lies'), fields }, text('b'), text('c'));
    expect((await pathsOf(bytes)).filter((path) => path !== 'lies')).toEqual(['a', 'b', 'c']);
  });
});

test('a header that runs on into the next one, with bytes lost between, does not take its place', async () => {
  const path = `${'long'.repeat(9)}.txt`;
  const [first, second] = [writeJpaEntity(text(path)), writeJpaEntity(stored('next', 'x'.repeat(50)))];
  // Of the path so much is left that it ends where that of the next one does.
  const cut = 7 + path.length - (7 + 'next'.length);
  const bytes = concat([archiveOf(text('a')), first.subarray(0, cut), second, writeJpaEntity(text('b'))]);
  expect(await pathsOf(bytes)).toEqual(['a', 'next', 'b']);
});

describe('the archive header', () => {
  const bytes = archiveOf(text('a'), text('b'));

  test.each([
    ['is missing', bytes.subarray(19)],
    ['is lost in zeros', Uint8Array.from(bytes).fill(0, 0, 19)],
    ['has a length of 0', Uint8Array.from(bytes).fill(0, 3, 5)],
    ['has a length of 65,535', Uint8Array.from(bytes).fill(255, 3, 5)],
  ])('%s: the entries are found', async (_, damaged) => {
    expect(await pathsOf(damaged)).toEqual(['a', 'b']);
  });
});

describe('M-01: parts that are missing', () => {
  const large = stored('large', randomBytes(3000));
  const bytes = archiveOf(text('a'), large, text('b'), text('c'));
  const largeAt = 19 + writeJpaEntity(text('a')).length;

  function without(missing: number, ...cuts: readonly number[]) {
    const parts = splitAt(bytes, cuts);
    return joinSources(
      parts.map((part, i) => ({
        name: i === parts.length - 1 ? 'site.jpa' : `site.j0${i + 1}`,
        source: i === missing ? null : new MemorySource(part),
      })),
    );
  }

  test('in the middle: the entry that runs into the gap is named, and nothing is read across it', async () => {
    const { entries, issues } = await salvage(without(1, largeAt + 100, largeAt + 2000));
    expect(entries.map(({ path, data }) => [path, data.in])).toEqual([
      ['a', 'deflate'],
      ['large', 'damaged'],
      ['b', 'deflate'],
      ['c', 'deflate'],
    ]);
    expect(issues.slice(0, 2)).toMatchObject([
      { kind: 'parts-left-out', parts: ['site.j02'] },
      { kind: 'lost-bytes', part: 'site.j01', after: 'large' },
    ]);
    expect(issues[2]).toMatchObject({ kind: 'lost-bytes', part: 'site.jpa', offset: 0, after: null });
  });

  test('all but the last: its entries are found', async () => {
    const { entries } = await salvage(without(0, largeAt + 2000));
    expect(entries.map(({ path }) => path)).toEqual(['b', 'c']);
  });

  test('the last: all before it is found', async () => {
    const { entries } = await salvage(without(1, largeAt + 2000));
    expect(entries.map(({ path, data }) => [path, data.in])).toEqual([
      ['a', 'deflate'],
      ['large', 'damaged'],
    ]);
  });

  test('and a stored file over the end of a part that is cut short is not taken for whole', async () => {
    const cuts = [largeAt + 1500, largeAt + 1500 + 1700];
    const [first, second, last] = splitAt(bytes, cuts);
    if (first === undefined || second === undefined || last === undefined) throw new Error('three parts');
    // The tail of the first part did not arrive, and with it the shift hides the header behind the file.
    const parts = [first.subarray(0, -60), second, last];
    const index = await salvage(
      joinSources(parts.map((part, i) => ({ name: `${i}`, source: new MemorySource(part) }))),
    );
    expect(index.entries.map(({ path, data }) => [path, data.in])).toContainEqual(['large', 'damaged']);
    expect(index.entries.map(({ path }) => path)).toContain('c');
  });
});

test('a search through bytes made to look like headers ends', async () => {
  const trap = writeJpaEntity({ ...stored('x'.repeat(900), ''), fields: { size: 2 ** 31, packedSize: 2 ** 31 } });
  const bytes = archiveOf(
    text('a'),
    concat(Array.from({ length: 2000 }, () => [trap, randomBytes(1)]).flat()),
    text('b'),
  );
  const startMs = performance.now();
  expect(await pathsOf(bytes)).toContain('b');
  expect(performance.now() - startMs).toBeLessThan(5000);
});
