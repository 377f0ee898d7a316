// One opened JPS entity header as an entry.
import { entityKind } from '../entity-kind.ts';
import type { Entry, EntryData, Span, Unseal } from '../entry.ts';
import type { EntityHeader } from './header.ts';

export function toEntry(entity: EntityHeader, span: Span, unseal: Unseal): Entry {
  const kind = entityKind(entity.type);
  return {
    path: entity.path,
    ...(entity.hasBadEncoding ? { hasBadEncoding: true } : {}),
    kind,
    size: kind === 'directory' ? 0 : entity.size,
    packedSize: span.length,
    data: toData(entity, span, unseal),
    mode: entity.mode,
    // The vendor writes 0 for directories and links: a time it does not know.
    ...(entity.modifiedMs === 0 ? {} : { modifiedMs: entity.modifiedMs }),
  };
}

function toData({ type, compression, size }: EntityHeader, span: Span, unseal: Unseal): EntryData {
  if (type === 0 || size === 0) return { in: 'nothing' };
  if (compression === 2 && type === 1) return { in: 'unsupported', span, method: 'bzip2' };
  // A link's target is never deflated, whatever its header says.
  return { in: 'chunks', span, deflated: compression === 1 && type === 1, unseal };
}
