// Everything that stands before the data of one member: its header, and before that a pax extended header with a header of
// its own where the first cannot say it all.
import { nameOf, secondsText, sizeOf, type TarMember } from './tar-member.ts';
import { paxRecords } from './pax-records.ts';
import { blockSize, paddingAfter, ustarHeader, type TypeFlag } from './ustar-header.ts';
import { splitName } from './ustar-limits.ts';

const typeFlags = { file: '0', link: '2', directory: '5' } satisfies Record<TarMember['kind'], TypeFlag>;

/** Bytes, a whole number of blocks. */
export function memberHeader(member: TarMember, permissions: number): Uint8Array {
  const name = nameOf(member);
  const own = ustarHeader({
    type: typeFlags[member.kind],
    ...(splitName(name) ?? { prefix: '', name }),
    linkTarget: member.kind === 'link' ? member.target : '',
    permissions,
    size: sizeOf(member),
    modifiedSeconds: Math.floor(Number(secondsText(member.modifiedMs))),
  });
  const records = paxRecords(member);
  const blocks = new Uint8Array(extendedSize(records.length) + blockSize);
  blocks.set(own, blocks.length - blockSize);
  if (records.length > 0) {
    blocks.set(extendedHeader(records.length));
    blocks.set(records, blockSize);
  }
  return blocks;
}

/** How long `memberHeader` is. */
export function memberHeaderSize(member: TarMember): number {
  return extendedSize(paxRecords(member).length) + blockSize;
}

function extendedSize(recordsSize: number): number {
  return recordsSize === 0 ? 0 : blockSize + recordsSize + paddingAfter(recordsSize);
}

/** A reader that knows nothing of pax makes a small file of this name, the one Python's tarfile gives it too. */
function extendedHeader(size: number): Uint8Array {
  const name = '././@PaxHeader';
  return ustarHeader({ type: 'x', name, prefix: '', linkTarget: '', permissions: 0o644, size, modifiedSeconds: 0 });
}
