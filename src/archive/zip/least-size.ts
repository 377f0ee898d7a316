// How large a ZIP must be whose end is missing (APPNOTE 4.3.6). Nothing at its beginning states that, but each local header says
// how long its data is, and for each a record with the same name must follow in the directory, and then the end record. A hop
// over data costs one read; where the way from header to header is lost, nothing is said.
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { mostEntries } from '../count-entries.ts';
import type { ReadProgress } from '../opened-archive.ts';
import { splitSignatures } from './check-layout.ts';
import { descriptorLengthAt } from './descriptor.ts';
import { endLength, leastFromDirectory, recordLength } from './least-directory.ts';
import { headerLength, isPlausibleFixed, localSignature, parseFixed, wideSizes } from './local-header.ts';
import { full } from './zip64-field.ts';

const window = 1024 * 1024;
/** Report progress after so many entries. */
const progressEvery = 500;

/** Bytes; a lower bound, 0 where nothing can be told. */
export async function leastSize(source: JoinedSource, progress: ReadProgress): Promise<number> {
  const ahead = new ReadAhead(source, { window, prefetch: false });
  let offset = await firstHeader(ahead);
  /** What the directory must hold for the entries before. */
  let records = 0;
  for (let count = 0; count <= mostEntries; count += 1) {
    if (count % progressEvery === 0) {
      progress.signal.throwIfAborted();
      progress.onProgress(offset, count);
    }
    const fixed = await ahead.read(offset, Math.min(headerLength, source.size - offset));
    if (!hasAscii(fixed, localSignature)) return leastFromDirectory(ahead, offset, records);
    if (fixed.length < headerLength) return offset + headerLength + records + recordLength + endLength;
    if (!isPlausibleFixed(fixed)) return 0;
    records += recordLength + parseFixed(fixed).nameLength;
    const { dataStart, end } = await findData(ahead, offset, fixed);
    if (end === null || end > source.size) return (end ?? dataStart) + records + endLength;
    offset = end;
  }
  return 0;
}

/** A split set begins with a mark. */
async function firstHeader(ahead: ReadAhead): Promise<number> {
  const mark = await ahead.read(0, Math.min(4, ahead.size));
  return splitSignatures.some((signature) => hasAscii(mark, signature)) ? mark.length : 0;
}

/** Where the data behind a header begins and ends. `end` is null where its size is not in the header, or that is cut. */
async function findData(
  ahead: ReadAhead,
  offset: number,
  fixed: Uint8Array,
): Promise<{ readonly dataStart: number; readonly end: number | null }> {
  const fields = parseFixed(fixed);
  const extraStart = offset + headerLength + fields.nameLength;
  const dataStart = extraStart + fields.extraLength;
  const isWide = fields.packedSize === full;
  const limit = ahead.size;
  if (isWide && dataStart > limit) return { dataStart, end: null };
  const { packedSize } = isWide ? wideSizes(fields, await ahead.read(extraStart, fields.extraLength)) : fields;
  const isUnknown = packedSize === full || (fields.hasDescriptor && packedSize === 0);
  const end = dataStart + packedSize;
  if (isUnknown || !Number.isSafeInteger(end)) return { dataStart, end: null };
  if (!fields.hasDescriptor || end > limit) return { dataStart, end };
  return { dataStart, end: end + (await descriptorLengthAt(ahead, { ...fields, packedSize, dataStart, limit })) };
}
