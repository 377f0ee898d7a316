// What the reading of a damaged archive borrows from further on in the flow: whether the data of an entry decodes.
import type { Entry } from '../archive/entry.ts';
import type { Salvage } from '../archive/salvage/headers.ts';
import { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeEntry } from '../decode/decode-entry.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';

export function proveByDecoding(source: ByteSource): Salvage {
  const pool = new BufferPool();
  return {
    async proves(entry: Entry, signal: AbortSignal): Promise<boolean> {
      try {
        for await (const piece of decodeEntry(entry, source, { signal, pool })) pool.give(piece);
        return true;
      } catch (error) {
        if (error instanceof DamagedEntry) return false;
        throw error;
      }
    },
  };
}
