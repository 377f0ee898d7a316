// The data of an encrypted ZIP entry, through the library, which knows both ciphers. Its errors become damages here and
// nowhere else, told apart by the library's own constants.
import {
  ERR_AMBIGUOUS_ARCHIVE,
  ERR_ENTRY_DATA_OUT_OF_BOUNDS,
  ERR_INVALID_AUTHENTICATION_CODE,
  ERR_INVALID_PASSWORD,
  ERR_INVALID_UNCOMPRESSED_SIZE,
  ERR_LOCAL_FILE_HEADER_NOT_FOUND,
  configure,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { crc32 } from '../../bytes/crc32.ts';
import { DamagedEntry } from '../../problems/damaged-entry.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import type { Damage } from '../../problems/issue.ts';

/**
 * Each piece is inflated whole before it can be held back, to as much as 1,032 times its size; with the library's own 256 KiB
 * an archive of half a megabyte took 380 MB. Bytes.
 */
configure({ chunkSize: 32 * 1024 });

/**
 * The plain bytes. The stream ends in DamagedEntry where they do not fit their seal, size or checksum, in ExtractError
 * where a part cannot be read, in the signal's reason where it is aborted.
 */
export function openSealed(record: FileEntry, password: Uint8Array, signal: AbortSignal): ReadableStream<Uint8Array> {
  const found = { crc: 0, size: 0 };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      found.crc = crc32(bytes, found.crc);
      found.size += bytes.length;
      controller.enqueue(bytes);
    },
    flush(controller) {
      // Absent in WinZip's AE-2, whose authentication code the library has checked.
      const expected = record.crc32;
      if (expected !== undefined && expected !== found.crc)
        controller.error(new DamagedEntry({ what: 'checksum', expected, found: found.crc }));
    },
  });

  async function pour(): Promise<void> {
    try {
      await record.getData(writable, { ...options(password, signal), preventClose: true });
      await writable.close();
    } catch (cause) {
      // The reader meets the error at the other end. If that end failed or was cancelled first, there is nobody to tell.
      await writable.abort(signal.aborted ? signal.reason : toError(cause, record, found.size)).catch(() => undefined);
    }
  }
  void pour();
  return readable;
}

/** Does the password pass the header of this entry? One wrong one in 256 does with the old cipher, one in 65,536 with AES. */
export async function passesHeader(record: FileEntry, password: Uint8Array, signal: AbortSignal): Promise<boolean> {
  try {
    await record.getData(new WritableStream(), { ...options(password, signal), checkPasswordOnly: true });
    return true;
  } catch (cause) {
    signal.throwIfAborted();
    const problem = toError(cause, record, 0);
    if (problem instanceof DamagedEntry && problem.damage.what === 'broken-seal') return false;
    throw problem;
  }
}

function options(rawPassword: Uint8Array, signal: AbortSignal) {
  // One local header in its place must repeat the record, name included; this program runs in a worker already.
  return { rawPassword, signal, useWebWorkers: false, checkLocalFilename: true };
}

function toError(cause: unknown, record: FileEntry, written: number): DamagedEntry | ExtractError {
  if (cause instanceof DamagedEntry || cause instanceof ExtractError) return cause;
  return new DamagedEntry(toDamage(cause, record.uncompressedSize, written), cause);
}

function toDamage(cause: unknown, size: number, written: number): Damage {
  switch (cause instanceof Error ? cause.message : '') {
    case ERR_INVALID_PASSWORD:
    case ERR_INVALID_AUTHENTICATION_CODE:
      return { what: 'broken-seal' };
    case ERR_INVALID_UNCOMPRESSED_SIZE:
      return written > size
        ? { what: 'too-long', expected: size }
        : { what: 'too-short', expected: size, found: written };
    case ERR_LOCAL_FILE_HEADER_NOT_FOUND:
    case ERR_AMBIGUOUS_ARCHIVE:
      return { what: 'header-differs' };
    case ERR_ENTRY_DATA_OUT_OF_BOUNDS:
      return { what: 'beyond-end' };
    default:
      return { what: 'broken-stream' };
  }
}
