// A directory sink over a fake folder, and the shortest way to put files through it.
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { Entry } from '../../src/archive/entry.ts';
import { safePath, type SafePath } from '../../src/plan/safe-path.ts';
import type { ExistingChoice } from '../../src/sink/choose-name.ts';
import { GuardedParts } from '../../src/sink/guarded-parts.ts';
import { DirectorySink, type DirectorySinkOptions } from '../../src/sink/directory-sink.ts';
import type { FileResult, NewFile } from '../../src/sink/sink.ts';
import { toBytes, type Content } from '../support/byte-writer.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';

export function safe(path: string): SafePath {
  const verdict = safePath(path, 'jpa');
  if (verdict.is !== 'safe') throw new Error(`${path} is ${verdict.is}`);
  return verdict.path;
}

export function fileEntry(path: string, size: number): Entry {
  return { path, kind: 'file', size, packedSize: size, data: { in: 'nothing' } };
}

export function newFile(path: string, size = 1, hasTwin = false): NewFile {
  return { entry: fileEntry(path, size), path: safe(path), hasTwin, proof: null };
}

export interface PutOptions {
  readonly hasTwin?: boolean;
  /** Bytes of one write; all at once unless given. */
  readonly pieceSize?: number;
}

/** Starts, writes and finishes a file. */
export async function put(
  sink: DirectorySink,
  path: string,
  content: Content,
  { hasTwin = false, pieceSize = Infinity }: PutOptions = {},
): Promise<FileResult> {
  const bytes = toBytes(content);
  const file = await sink.startFile(newFile(path, bytes.length, hasTwin));
  for (let done = 0; done < bytes.length; done += pieceSize) await file.write(bytes.subarray(done, done + pieceSize));
  return file.finish();
}

export interface Stage {
  readonly folder: FakeFolder;
  readonly sink: DirectorySink;
}

export interface AnyFolder {
  readonly handle: FileSystemDirectoryHandle;
}

export function sinkOn({ handle }: AnyFolder, options: Partial<DirectorySinkOptions> = {}): DirectorySink {
  const pool = new BufferPool();
  const parts = new GuardedParts({ names: [], picked: [], handles: [] });
  return new DirectorySink(handle, { existing: 'overwrite', parts, pool, ...options });
}

export function stageOn(folder: FakeFolder, choice: Partial<ExistingChoice> = {}): Stage {
  return { folder, sink: sinkOn(folder, choice) };
}

export function stage(options: FakeFolderOptions = {}, choice: Partial<ExistingChoice> = {}): Stage {
  return stageOn(new FakeFolder(options), choice);
}

/** All files as text, by path. */
export function texts(folder: FakeFolder): Record<string, string> {
  return Object.fromEntries([...folder.files()].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]));
}
