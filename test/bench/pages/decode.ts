// Decoding alone: every file of an archive through the product's decoders, its bytes thrown away.
import { openArchive } from '../../../src/archive/open-archive.ts';
import { BufferPool } from '../../../src/bytes/buffer-pool.ts';
import { ForwardBlobSource } from '../../../src/bytes/forward-blob-source.ts';
import { ReadAhead } from '../../../src/bytes/read-ahead.ts';
import { decodeEntry } from '../../../src/decode/decode-entry.ts';
import { joinSources } from '../../../src/parts/joined-source.ts';

export interface DecodeResult {
  readonly indexMs: number;
  readonly decodeMs: number;
  readonly files: number;
  /** Plain bytes. */
  readonly size: number;
}

const never = new AbortController().signal;
const progress = { signal: never, onProgress: () => undefined };

export async function decodeAll(archive: File, password: string): Promise<DecodeResult> {
  const source = joinSources([{ name: archive.name, source: new ForwardBlobSource(archive) }]);
  const start = performance.now();
  const opened = await openArchive(source, progress);
  const index = opened.state === 'open' ? opened.index : await opened.unlock(password, progress);
  const indexed = performance.now();
  const ahead = new ReadAhead(source, { window: 8 * 1024 * 1024, prefetch: true });
  const pool = new BufferPool();
  let files = 0;
  let size = 0;
  for (const entry of index.entries) {
    if (entry.kind !== 'file') continue;
    files += 1;
    for await (const piece of decodeEntry(entry, ahead, { signal: never, pool })) {
      size += piece.length;
      pool.give(piece);
    }
  }
  return { indexMs: indexed - start, decodeMs: performance.now() - indexed, files, size };
}
