// How large a TAR archive becomes, known before the first byte: every member has its size in its header.
import { memberHeaderSize } from './member-header.ts';
import { sizeOf, type TarMember } from './tar-member.ts';
import { blockSize, paddingAfter } from './ustar-header.ts';

/** Archives are a whole number of these: what tape drives once wrote at a time, and some readers still ask for. Bytes. */
const recordSize = 20 * blockSize;

/** Bytes of the whole archive, its end included. */
export function tarSize(members: Iterable<TarMember>): number {
  let size = 0;
  for (const member of members) {
    const dataSize = sizeOf(member);
    size += memberHeaderSize(member) + dataSize + paddingAfter(dataSize);
  }
  return size + endSize(size);
}

/** Bytes of zeros behind an archive of `size` bytes: two blocks at least, then up to a whole record. */
export function endSize(size: number): number {
  const withEnd = Math.ceil((size + 2 * blockSize) / recordSize) * recordSize;
  return withEnd - size;
}
