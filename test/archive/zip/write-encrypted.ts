// Encrypted ZIP archives for tests, written by the library that reads them, and the way in.
import {
  BlobWriter,
  TextReader,
  ZipWriter,
  type ZipWriterConstructorOptions,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { ArchiveIndex } from '../../../src/archive/entry.ts';
import type { JoinedSource } from '../../../src/parts/joined-source.ts';
import { quiet } from '../open-any.ts';
import { open } from './open.ts';

export const password = 's3cret';
export const files = { 'a.txt': 'small', 'dir/b.txt': 'deflated '.repeat(500), 'empty.txt': '' };

export type Options = ZipWriterConstructorOptions & {
  readonly files?: Record<string, string>;
  /** Files that need no password. */
  readonly plain?: Record<string, string>;
};

export async function writeEncrypted({ files: sealed = files, plain = {}, ...options }: Options): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  await writer.add('dir/', undefined, { directory: true });
  for (const [path, text] of Object.entries(plain)) await writer.add(path, new TextReader(text), { password: '' });
  for (const [path, text] of Object.entries(sealed)) await writer.add(path, new TextReader(text));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

export async function unlock(source: JoinedSource | Uint8Array, attempt: string): Promise<ArchiveIndex> {
  const opened = await open(source);
  if (opened.state !== 'locked') throw new Error('not locked');
  return opened.unlock(attempt, quiet);
}
