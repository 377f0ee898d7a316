// Damages archives in every way there is, and says what of them must come out all the same: an entry whose header and data the
// damage has not touched.
import { createCipheriv } from 'node:crypto';
import { expect } from 'vitest';
import type { ArchiveIndex, Entry } from '../../../src/archive/entry.ts';
import { openArchive } from '../../../src/archive/open-archive.ts';
import { proveByDecoding } from '../../../src/extract/prove-by-decoding.ts';
import type { JoinedSource } from '../../../src/parts/joined-source.ts';
import { DamagedEntry } from '../../../src/problems/damaged-entry.ts';
import { ExtractError } from '../../../src/problems/extract-error.ts';
import { concat } from '../../support/byte-writer.ts';
import { sha256 } from '../../support/fixtures.ts';
import { singlePart } from '../../support/parted-source.ts';
import { decode, quiet, readIndex } from '../open-any.ts';
import { layoutOf, type Place } from './layout.ts';

/** The index of an archive, past whatever is damaged. */
export async function salvage(archive: JoinedSource | Uint8Array, password = ''): Promise<ArchiveIndex> {
  const source = archive instanceof Uint8Array ? singlePart(archive) : archive;
  const opened = await openArchive(source, quiet, proveByDecoding(source));
  return opened.state === 'open' ? opened.index : opened.unlock(password, quiet);
}

/** Random bytes, the same in every run. */
export function randomBytes(count: number, seed = 0): Uint8Array {
  const iv = new Uint8Array(16);
  new DataView(iv.buffer).setUint32(0, seed);
  return new Uint8Array(createCipheriv('aes-128-ctr', new Uint8Array(16), iv).update(new Uint8Array(count)));
}

export interface Hole {
  readonly start: number;
  readonly end: number;
}

export type Damage = (whole: Uint8Array, hole: Hole) => Uint8Array | JoinedSource;

/** What can become of the bytes in a hole: others, zeros, or none, so that what was behind them comes nearer. */
export const damages = {
  overwritten: (whole: Uint8Array, { start, end }: Hole): Uint8Array =>
    concat([whole.subarray(0, start), randomBytes(end - start, start), whole.subarray(end)]),
  erased: (whole: Uint8Array, { start, end }: Hole): Uint8Array => whole.slice().fill(0, start, end),
  removed: (whole: Uint8Array, { start, end }: Hole): Uint8Array =>
    concat([whole.subarray(0, start), whole.subarray(end)]),
} satisfies Readonly<Record<string, Damage>>;

/** What an entry gives: SHA-256 of its content, or null where its data is damaged. */
export type Sums = ReadonlyMap<string, string | null>;

export async function sumsOf(source: JoinedSource, { entries }: ArchiveIndex): Promise<Sums> {
  const sums = new Map<string, string | null>();
  for (const entry of entries) sums.set(entry.path, await sumOf(entry, source));
  return sums;
}

async function sumOf(entry: Entry, source: JoinedSource): Promise<string | null> {
  if (entry.kind === 'directory' || entry.data.in === 'nothing') return sha256(new Uint8Array());
  if (entry.data.in === 'unsupported') return null;
  try {
    return sha256(await decode(entry, source));
  } catch (error) {
    if (error instanceof DamagedEntry) return null;
    throw error;
  }
}

/** An archive that is whole, and what is in it. */
export interface Original {
  readonly bytes: Uint8Array;
  readonly password: string;
  readonly sums: Sums;
  readonly places: readonly Place[];
}

export async function originalOf(bytes: Uint8Array, password = ''): Promise<Original> {
  const source = singlePart(bytes);
  const index = await readIndex(source, password);
  const paths = index.entries.map(({ path }) => path);
  return { bytes, password, sums: await sumsOf(source, index), places: layoutOf(index.format, bytes, paths) };
}

/** An archive of which nothing is left is refused. */
async function sumsOrNone(source: JoinedSource, password: string): Promise<Sums> {
  try {
    return await sumsOf(source, await salvage(source, password));
  } catch (error) {
    if (error instanceof ExtractError) return new Map();
    throw error;
  }
}

/**
 * Everything outside of the hole comes out, and is right; what comes out besides has lost its name, or its content, to the
 * hole. (A changed bit in a name, or in a stored file, cannot be seen in these formats.)
 */
export async function expectAllOutside(original: Original, hole: Hole, damage: Damage): Promise<void> {
  const { bytes, password, sums, places } = original;
  const damaged = damage(bytes, hole);
  const source = damaged instanceof Uint8Array ? singlePart(damaged) : damaged;
  const found = await sumsOrNone(source, password);
  const outside = places.filter(({ start, end }) => end <= hole.start || start >= hole.end).map(({ path }) => path);
  const told = `hole from ${hole.start} to ${hole.end}`;
  expect(
    outside.filter((path) => found.get(path) !== sums.get(path)),
    `lost: ${told}`,
  ).toEqual([]);
  const invented = [...found.keys()].filter((path) => !sums.has(path));
  expect(invented.length, `invented ${invented.join()}: ${told}`).toBeLessThanOrEqual(places.length - outside.length);
}
