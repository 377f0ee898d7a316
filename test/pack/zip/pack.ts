// Packs members in tests the way the run does.
import { crc32, deflateRawSync } from 'node:zlib';
import type { FileMember, Output } from '../../../src/pack/packer.ts';
import { ZipWriter } from '../../../src/pack/zip/zip-writer.ts';
import { safePath, type SafePath } from '../../../src/plan/safe-path.ts';
import { toBytes, type Content } from '../../support/byte-writer.ts';
import { MemoryOutput, zeros } from './outputs.ts';

/** One of `content`, `target` and neither: a file, a link, a directory. */
export interface Item {
  readonly path: string;
  readonly content?: Content;
  readonly target?: string;
  /** Files are deflated unless this is set. */
  readonly store?: boolean;
  /** The packed size is told only afterwards. */
  readonly isSizeUnknown?: boolean;
  readonly permissions?: number;
  readonly modifiedMs?: number;
  /** Bytes given to one `write`. */
  readonly pieceSize?: number;
}

/** 2023-11-15 19:22:03.500 UTC. */
export const someTime = Date.UTC(2023, 10, 15, 19, 22, 3, 500);

export function pathOf(text: string): SafePath {
  const verdict = safePath(text, 'jpa');
  if (verdict.is !== 'safe') throw new Error(`${text} is ${verdict.is}`);
  return verdict.path;
}

export function fileMember(path: string, facts: Partial<FileMember> = {}): FileMember {
  const packing = { method: 'stored', size: facts.size ?? 0 } as const;
  return { path: pathOf(path), permissions: 0o644, modifiedMs: someTime, size: 0, crc32: 0, packing, ...facts };
}

export async function add(writer: ZipWriter, item: Item): Promise<void> {
  const { content, target, store, isSizeUnknown, pieceSize = 1000, modifiedMs = someTime } = item;
  const member = { path: pathOf(item.path), permissions: item.permissions ?? 0o644, modifiedMs };
  if (target !== undefined) {
    await writer.addLink(member, target);
    return;
  }
  if (content === undefined) {
    await writer.addDirectory(member);
    return;
  }
  const plain = toBytes(content);
  const packed = store === true ? plain : deflateRawSync(plain);
  const packing = {
    method: store === true ? 'stored' : 'deflate',
    size: isSizeUnknown === true ? null : packed.length,
  } as const;
  await writer.beginFile({ ...member, size: plain.length, crc32: crc32(plain), packing });
  for (let at = 0; at < packed.length; at += pieceSize) await writer.write(packed.subarray(at, at + pieceSize));
  await writer.endFile();
}

export async function packZip(items: readonly Item[]): Promise<Uint8Array> {
  const output = new MemoryOutput();
  const writer = new ZipWriter(output);
  for (const item of items) await add(writer, item);
  await writer.end();
  return output.bytes();
}

/** A file of so many zero bytes, as far as its headers go; what they state of the plain bytes is the test's. */
export async function addZeros(writer: ZipWriter, count: number, member: FileMember): Promise<void> {
  await writer.beginFile(member);
  for (let left = count; left > 0; left -= zeros.length)
    await writer.write(left < zeros.length ? zeros.subarray(0, left) : zeros);
  await writer.endFile();
}

/** Writes what `fill` adds into an output, to the end of the archive. */
export async function write(output: Output, fill: (writer: ZipWriter) => Promise<void>): Promise<void> {
  const writer = new ZipWriter(output);
  await fill(writer);
  await writer.end();
}
