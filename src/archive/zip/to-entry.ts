// One record of the directory, as the library parsed it, becomes an entry.
import type { Entry as ZipRecord } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { utf8OrEscaped } from '../../bytes/text.ts';
import type { Entry } from '../entry.ts';
import { readAttributes } from './attributes.ts';
import { modifiedMs } from './modified-time.ts';
import { lacksChecksum, recordData } from './record-data.ts';

/** The fixed part of a local header. */
const localHeaderLength = 30;

export interface ReadRecord {
  /** Where a password is needed first, `data` is of no use yet. */
  readonly entry: Entry;
  readonly isSealed: boolean;
  readonly lacksChecksum: boolean;
  /** What the entry takes up in the archive at the least: local header, name, data. */
  readonly start: number;
  readonly end: number;
}

/** @param start where the local header lies in the joined archive; @param limit where the directory begins */
export function readRecord(record: ZipRecord, start: number, limit: number): ReadRecord {
  const name = readName(record);
  const attributes = readAttributes(record.versionMadeBy, record.externalFileAttributes, name.path);
  const { uncompressedSize: size, compressedSize: packedSize } = record;
  const span = { offset: start, length: packedSize };
  const end = start + localHeaderLength + record.rawFilename.length + packedSize;
  const data = recordData(record, { attributes, span, isBeyond: start < 0 || end > limit });
  // A directory with data is a contradiction. As a file it is told of; as a directory it would be made, and its data lost.
  const kind = attributes.kind === 'directory' && size > 0 ? 'file' : attributes.kind;
  const time = modifiedMs(record);
  return {
    entry: {
      ...name,
      kind,
      size,
      packedSize,
      data: data ?? { in: 'unsupported', span, method: 'encryption' },
      ...(attributes.mode === null ? {} : { mode: attributes.mode }),
      ...(time === null ? {} : { modifiedMs: time }),
    },
    isSealed: data === null,
    lacksChecksum: lacksChecksum(record, attributes),
    start,
    end,
  };
}

/**
 * UTF-8 where its flag is set. Else the Unicode path of Info-ZIP where it belongs to this name, else UTF-8 where the bytes
 * are valid UTF-8 (many makers forget the flag), else code page 437: these three the library decides.
 */
function readName(record: ZipRecord): { readonly path: string; readonly hasBadEncoding?: boolean } {
  if (record.bitFlag?.languageEncodingFlag !== true) return { path: record.filename };
  const { text, isExact } = utf8OrEscaped(record.rawFilename);
  return isExact ? { path: text } : { path: text, hasBadEncoding: true };
}
