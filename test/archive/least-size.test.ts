// What the page says of the size of an archive that breaks off: never more than it had, never as little as is there. Cut at every
// length, and in the middle of what is large.
import { describe, expect, test } from 'vitest';
import type { JoinedSource } from '../../src/parts/joined-source.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { fixture, readPart } from '../support/fixtures.ts';
import { joinParts, singlePart } from '../support/parted-source.ts';
import { splitEvery } from '../support/byte-writer.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { readIndex } from './open-any.ts';
import { randomBytes } from './salvage/damage.ts';
import { smallArchives } from './small-archives.ts';
import { smallZips } from './zip/small-zips.ts';

interface Told {
  readonly by: 'error' | 'issue' | 'nothing';
  /** Bytes of the whole archive, at least; null where that is not told. */
  readonly least: number | null;
}

async function told(archive: JoinedSource | Uint8Array, password: string): Promise<Told> {
  const source = archive instanceof Uint8Array ? singlePart(archive) : archive;
  try {
    const { issues } = await readIndex(source, password);
    const mark = issues.find((issue) => issue.kind === 'end-mark-missing');
    if (mark === undefined) return { by: 'nothing', least: null };
    return { by: 'issue', least: mark.missing === null ? null : source.size + mark.missing };
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    if (error.code !== 'archive-truncated') return { by: 'nothing', least: null };
    const { size, leastSize, partCount } = error.where;
    if (leastSize !== undefined) expect([size, partCount]).toEqual([source.size, source.parts.length]);
    return { by: 'error', least: leastSize ?? null };
  }
}

describe.each([...smallArchives, ...smallZips])('$name', ({ write, password }) => {
  const bytes = write(1);

  test('B-02: cut at any length, it must have more bytes than are there, and no more than it had', async () => {
    let count = 0;
    for (let length = 4; length < bytes.length; length += 1) {
      const { by, least } = await told(bytes.subarray(0, length), password);
      if (by === 'nothing') continue;
      count += 1;
      expect(least, `cut to ${length}`).toBeGreaterThan(length);
      expect(least, `cut to ${length}`).toBeLessThanOrEqual(bytes.length);
    }
    expect(count).toBeGreaterThan(bytes.length * 0.9);
  });

  test('at its full length, nothing of the kind is said', async () => {
    expect(await told(bytes, password)).toEqual({ by: 'nothing', least: null });
  });
});

describe('in the middle of a large file with a small one behind it', () => {
  const large = { path: 'large', content: randomBytes(600_000, 1), store: true };
  const small = { path: 'small', content: 'x'.repeat(100), store: true };
  const cuts = [1000, 300_000, 599_000];

  test.each(cuts)('a JPA cut to %i bytes tells all but the name of the small one', async (length) => {
    const bytes = writeJpa({ entries: [large, small] });
    expect((await told(bytes.subarray(0, length), '')).least).toBe(bytes.length - small.path.length);
  });

  test('K-17: a JPS tells the end of the chunk that is cut, and the end mark behind it', async () => {
    const bytes = writeJps({ entries: [{ ...large, store: false }, small], chunkSize: 65_536 });
    const lastChunk = writeJps({ entries: [{ ...large, store: false }], trailer: null }).length;
    expect((await told(bytes.subarray(0, lastChunk - 1), '')).least).toBe(lastChunk + 17);
    for (const length of cuts) {
      const least = (await told(bytes.subarray(0, length), '')).least ?? 0;
      expect(least).toBeGreaterThan(length);
      expect(least).toBeLessThan(length + 70_000);
    }
  });

  test('a JPS whose file cannot end with the chunks that are there tells of one more', async () => {
    const zeros: JpaEntry = { path: 'zeros', content: new Uint8Array(2 ** 21) };
    const write = (content: Uint8Array) => writeJps({ entries: [{ ...zeros, content }], chunkSize: 2 ** 20 });
    const whole = write(new Uint8Array(2 ** 21));
    const cut = write(new Uint8Array(2 ** 20)).length - 17;
    const { by, least } = await told(whole.subarray(0, cut), '');
    expect(by).toBe('issue');
    expect(least).toBeGreaterThan(whole.length - 120);
    expect(least).toBeLessThanOrEqual(whole.length);
  });
});

describe('fixtures of the vendor', () => {
  const names = ['site.jpa', 'site-v13.jpa', 'site.jps', 'site-v19.jps', 'site-nopassword.jps', 'site.zip'];

  test.each(names)(
    'B-02: %s, cut here and there, must have more than is there, and no more than it had',
    async (name) => {
      const bytes = readPart(name);
      for (let share = 1; share < 20; share += 1) {
        const length = Math.floor((bytes.length * share) / 20);
        const { by, least } = await told(bytes.subarray(0, length), fixture(name).password ?? '');
        expect(by).not.toBe('nothing');
        expect(least).toBeGreaterThan(length);
        expect(least).toBeLessThanOrEqual(bytes.length);
      }
    },
  );

  test.each(['site-jps', 'site-zip', 'site'])(
    'split/%s without the end of its last part: of all parts together',
    async (base) => {
      const extension = base === 'site' ? 'jpa' : base.slice(-3);
      const { parts, password } = fixture(`split/${base}.${extension}`);
      const bytes = parts.map(readPart);
      const whole = bytes.reduce((sum, { length }) => sum + length, 0);
      const last = bytes.at(-1)?.subarray(0, -30) ?? new Uint8Array();
      const { by, least } = await told(joinParts([...bytes.slice(0, -1), last], 'site', extension), password ?? '');
      expect(by).toBe('error');
      expect(least).toBeGreaterThan(whole - 30);
      expect(least).toBeLessThanOrEqual(whole);
    },
  );
});

describe('nothing is said of the size', () => {
  const entries: readonly JpaEntry[] = [{ path: 'a', content: 'x'.repeat(100), store: true }];

  test('of a JPA whose header and entry contradict each other', async () => {
    const bytes = writeJpa({
      entries: [{ ...entries[0], path: 'a', fields: { packedSize: 4_000_000_000 } }],
      header: { packedSize: 100 },
    });
    expect(await told(bytes, '')).toEqual({ by: 'error', least: null });
  });

  test('K-09: of a JPS by a chunk whose two lengths do not fit each other', async () => {
    const bytes = writeJps({ entries: [{ path: 'f', content: 'abc', chunks: [{ encryptedSize: 4 * 2 ** 20 }] }] });
    expect(await told(bytes, '')).toEqual({ by: 'error', least: null });
  });

  test('of a JPS by a header whose two lengths do not fit each other', async () => {
    const bytes = writeJps({ entries: [{ path: 'f', header: { encryptedSize: 60_000 } }] });
    expect(await told(bytes, '')).toEqual({ by: 'error', least: null });
  });

  test('of one that is filled up with zeros', async () => {
    for (const { write, password } of [...smallArchives, ...smallZips]) {
      const bytes = write(1);
      bytes.fill(0, Math.floor(bytes.length / 2));
      expect((await told(bytes, password)).least).toBeNull();
    }
  });
});

test('parts of a JPA of which the last is cut: what all of them must have', async () => {
  const bytes = writeJpa({ entries: [{ path: 'a', content: randomBytes(1000, 1), store: true }], partCount: 4 });
  const source = joinParts(splitEvery(bytes.subarray(0, -100), 300));
  expect(source.parts).toHaveLength(4);
  expect(await told(source, '')).toEqual({ by: 'error', least: bytes.length });
});
