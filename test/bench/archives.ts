// The archives of the bench, made once and kept in work/ for the next run.
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createDeflateRaw } from 'node:zlib';
import { writeJpa, writeJpaEntity, writeJpaHeader, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { workFolder } from './bench-page.ts';
import type { CorpusFile } from './corpus.ts';
import type { PlainFile } from './pages/bare.ts';
import { writeZip } from './write-zip.ts';

export const benchPassword = 'bench';

export type BenchFormat = 'jpa' | 'jps' | 'zip';

/** Makes the file unless it is there. `make` writes to the path it is given, which is then renamed: half a file is never kept. */
async function kept(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = `${workFolder}${name}`;
  if (existsSync(path)) return path;
  console.log(`making ${name}`);
  await mkdir(workFolder, { recursive: true });
  await make(`${path}.partial`);
  await rename(`${path}.partial`, path);
  return path;
}

/** Part of the file names, so that other files or another count make other archives. */
export function stamp(files: readonly CorpusFile[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of files) hash.update(`${path}\0${content.length}\0`);
  return hash.digest('hex').slice(0, 8);
}

export function siteArchive(format: BenchFormat, files: readonly CorpusFile[]): Promise<string> {
  return kept(`site-${stamp(files)}.${format}`, (path) => writeFile(path, writeSite(format, files)));
}

function writeSite(format: BenchFormat, files: readonly CorpusFile[]): Uint8Array {
  switch (format) {
    case 'jpa':
      return writeJpa({ entries: files.map((file) => ({ ...file, modified: 1_700_000_000 })) });
    case 'jps':
      return writeJps({ entries: files, password: benchPassword, iterations: 128_000, padsFullBlocks: true });
    case 'zip':
      return writeZip(files);
    default:
      return format satisfies never;
  }
}

/** A JPA of so many small files in folders of two hundred. */
export function manyFiles(count: number): Promise<string> {
  const entry = (index: number): JpaEntry => ({
    path: `folder-${index % (count / 200)}/file-${index}.txt`,
    content: 'x',
    store: true,
    modified: 1_700_000_000 + index,
  });
  return kept(`many-${count}.jpa`, (path) =>
    writeFile(path, writeJpa({ entries: Array.from({ length: count }, (_, index) => entry(index)) })),
  );
}

/** The same files as plain bytes, one behind the other, for the bare API; equal content is there once. */
export async function plainFiles(files: readonly CorpusFile[]): Promise<{ path: string; files: PlainFile[] }> {
  const offsets = new Map<Uint8Array, number>();
  let size = 0;
  for (const { content } of files) {
    if (offsets.has(content)) continue;
    offsets.set(content, size);
    size += content.length;
  }
  const path = await kept(`plain-${stamp(files)}.bin`, async (target) => {
    await pipeline(Readable.from(offsets.keys()), createWriteStream(target));
  });
  const plain = files.map(({ path: name, content }) => ({
    path: name,
    offset: offsets.get(content) ?? 0,
    size: content.length,
  }));
  return { path, files: plain };
}

/** A JPA of entries of zeros, stored. Its data are holes: it takes no room on the disk, whatever its size. */
export function storedZeros(name: string, count: number, size: number): Promise<string> {
  return kept(`${name}.jpa`, async (path) => {
    const entries: JpaEntry[] = Array.from({ length: count }, (_, i) => ({
      path: `zeros/${i}.bin`,
      store: true,
      wideSizes: { packedSize: size, size },
      fields: { packedSize: size, size },
    }));
    const file = await open(path, 'w');
    try {
      const header = writeJpaHeader({ entries, version: '1.3' });
      await file.write(header, 0, header.length, 0);
      let offset = header.length;
      for (const entry of entries) {
        const block = writeJpaEntity(entry);
        await file.write(block, 0, block.length, offset);
        offset += block.length + size;
      }
      await file.truncate(offset);
    } finally {
      await file.close();
    }
  });
}

/** A JPA of one entry of zeros, deflated. */
export function deflatedZeros(name: string, size: number): Promise<string> {
  return kept(`${name}.jpa`, async (path) => {
    const entry = (packedSize: number): JpaEntry => ({
      path: 'zeros.bin',
      wideSizes: { packedSize, size },
      fields: { packedSize, size, data: '', compression: 1 },
    });
    const before = (packedSize: number): Buffer => {
      const entries = [entry(packedSize)];
      return Buffer.concat([writeJpaHeader({ entries, version: '1.3' }), writeJpaEntity(entry(packedSize))]);
    };
    const start = before(0).length;
    const sink = createWriteStream(path, { start, flags: 'w' });
    await pipeline(zeros(size), createDeflateRaw({ level: 1 }), sink);
    const file = await open(path, 'r+');
    try {
      await file.write(before(sink.bytesWritten), 0, start, 0);
    } finally {
      await file.close();
    }
  });
}

function* zeros(size: number): Generator<Buffer> {
  const piece = Buffer.alloc(1024 * 1024);
  for (let done = 0; done < size; done += piece.length) yield piece.subarray(0, Math.min(piece.length, size - done));
}
