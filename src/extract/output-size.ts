// How large a single output file may come to be, before a byte of it is written: whoever makes it asks whether there is room.
import type { Entry } from '../archive/entry.ts';
import { takenSpan } from '../decode/packing.ts';
import { tarSize } from '../pack/tar/tar-size.ts';
import type { TarMember } from '../pack/tar/tar-member.ts';
import { hasZipName } from '../pack/zip/zip-name.ts';
import { zipSizeLimit, type Sized } from '../pack/zip/zip-size.ts';
import { longestTarget } from '../plan/link-target.ts';
import type { Plan } from '../plan/make-plan.ts';
import type { OutputFormat } from '../pack/packer.ts';

/** Bytes, an upper bound: nobody knows a link's target before it is read. What cannot be known of members without a time, a few bytes each, left out. */
export function outputSize(format: OutputFormat, plan: Plan): number {
  return format === 'zip' ? zipSizeLimit(zipMembers(plan)) : tarSize(tarMembers(plan));
}

function* zipMembers({ steps, links }: Plan): Generator<Sized> {
  for (const { kind, path, entry } of steps)
    if (hasZipName(path, kind)) yield { kind, path, packedSize: kind === 'file' ? packedSize(entry) : 0 };
  for (const { path } of links) if (hasZipName(path, 'link')) yield { kind: 'link', path, packedSize: longestTarget };
}

/**
 * What is taken over is as long as it lies there. What chunks are joined with is less than what they are sealed with. What has to be
 * deflated anew is stored where that makes it no smaller.
 */
function packedSize({ data, size }: Entry): number {
  return takenSpan(data)?.length ?? size;
}

function* tarMembers({ steps, links }: Plan): Generator<TarMember> {
  for (const { kind, path, entry } of steps) {
    const common = { path, modifiedMs: entry.modifiedMs ?? 0 };
    yield kind === 'file' ? { kind, ...common, size: entry.size } : { kind, ...common };
  }
  const target = 'x'.repeat(longestTarget);
  for (const { path, entry } of links) yield { kind: 'link', path, modifiedMs: entry.modifiedMs ?? 0, target };
}
