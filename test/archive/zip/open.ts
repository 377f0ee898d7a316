// Opens ZIP archives in tests the way the run does, and gathers what comes of it.
import { decodeEntry } from '../../../src/decode/decode-entry.ts';
import type { ArchiveIndex, Entry } from '../../../src/archive/entry.ts';
import type { OpenedArchive } from '../../../src/archive/opened-archive.ts';
import { openZip } from '../../../src/archive/zip/open-zip.ts';
import type { JoinedSource } from '../../../src/parts/joined-source.ts';
import { concat } from '../../support/byte-writer.ts';
import { singlePart } from '../../support/parted-source.ts';
import { writeZip, type ZipArchive, type ZipEntry } from '../../support/write-zip.ts';
import { quiet } from '../open-any.ts';

export function zipSource(bytes: Uint8Array): JoinedSource {
  return singlePart(bytes, 'site.zip');
}

export function open(source: JoinedSource | Uint8Array): Promise<OpenedArchive> {
  return openZip(source instanceof Uint8Array ? zipSource(source) : source, quiet);
}

/** The index of an archive that needs no password. */
export async function indexOf(source: JoinedSource | Uint8Array): Promise<ArchiveIndex> {
  const opened = await open(source);
  if (opened.state !== 'open') throw new Error('a password is needed');
  return opened.index;
}

/** The one entry of an archive written for it, and the archive. */
export async function only(entry: ZipEntry): Promise<{ readonly entry: Entry; readonly source: JoinedSource }> {
  const source = zipSource(writeZip({ entries: [entry] }));
  return { entry: single(await indexOf(source)), source };
}

export async function entryOf(entry: ZipEntry): Promise<Entry> {
  return (await only(entry)).entry;
}

export function single({ entries }: ArchiveIndex): Entry {
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) throw new Error(`${entries.length} entries`);
  return entry;
}

export async function decode(entry: Entry, source: JoinedSource): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeEntry(entry, source, quiet)) pieces.push(piece);
  return concat(pieces);
}

/** What every path of an index decodes to, as text. */
export async function contents(index: ArchiveIndex, source: JoinedSource): Promise<Record<string, string>> {
  const found: [string, string][] = [];
  for (const entry of index.entries) {
    if (entry.kind !== 'directory') found.push([entry.path, new TextDecoder().decode(await decode(entry, source))]);
  }
  return Object.fromEntries(found);
}

/** A file, a folder, a file in it: enough to see that nothing is lost. */
export const three: ZipArchive = {
  entries: [
    { path: 'a.txt', content: 'first' },
    { path: 'b/', store: true },
    { path: 'b/c.txt', content: 'third '.repeat(40) },
  ],
};
export const threeContents = { 'a.txt': 'first', 'b/c.txt': 'third '.repeat(40) };
