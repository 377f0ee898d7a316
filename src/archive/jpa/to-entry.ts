// One JPA entity as an entry.
import { entityKind } from '../entity-kind.ts';
import type { Entry, EntryData } from '../entry.ts';
import type { EntityHeader } from './header.ts';

/** @param offset where its data begins */
export function toEntry(entity: EntityHeader, offset: number): Entry {
  const data = toData(entity, offset);
  // A directory has no data. One that has some is told as a file that cannot be read, not passed over with what it holds.
  const kind = data.in === 'unsupported' ? 'file' : entityKind(entity.type);
  return {
    path: entity.path,
    ...(entity.hasBadEncoding ? { hasBadEncoding: true } : {}),
    kind,
    size: kind === 'directory' ? 0 : entity.size,
    packedSize: entity.packedSize,
    data,
    mode: entity.mode,
    // A time that the backup program could not find out is written as 0.
    ...(entity.modifiedMs === null || entity.modifiedMs === 0 ? {} : { modifiedMs: entity.modifiedMs }),
  };
}

function toData({ type, compression, size, packedSize }: EntityHeader, offset: number): EntryData {
  const span = { offset, length: packedSize };
  if (type > 2) return { in: 'unsupported', span, method: `entity type ${type}` };
  if (size === 0 && packedSize === 0) return { in: 'nothing' };
  if (type === 0) return { in: 'unsupported', span, method: 'directory with data' };
  // A link's target is never deflated, whatever its header says.
  if (compression === 0 || type === 2) return { in: 'stored', span };
  if (compression === 1) return { in: 'deflate', span };
  return { in: 'unsupported', span, method: compression === 2 ? 'bzip2' : `compression ${compression}` };
}
