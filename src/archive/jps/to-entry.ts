// One opened JPS entity header as an entry.
import { entityKind } from '../entity-kind.ts';
import type { Entry, EntryData, Span } from '../entry.ts';
import type { EntityHeader } from './header.ts';
import type { Opener } from './opener.ts';

/** Where the chunks of an entity lie, and what opens them. */
export interface Sealing {
  readonly span: Span;
  readonly opener: Opener;
  /** The entity's header as it is in the archive, without its prefix. */
  readonly header: Uint8Array;
}

export function toEntry(entity: EntityHeader, sealing: Sealing): Entry {
  const kind = entityKind(entity.type);
  return {
    path: entity.path,
    ...(entity.hasBadEncoding ? { hasBadEncoding: true } : {}),
    kind,
    size: kind === 'directory' ? 0 : entity.size,
    packedSize: sealing.span.length,
    data: toData(entity, sealing),
    mode: entity.mode,
    // The vendor writes 0 for directories and links: a time it does not know.
    ...(entity.modifiedMs === 0 ? {} : { modifiedMs: entity.modifiedMs }),
  };
}

function toData({ type, compression, size }: EntityHeader, { span, opener, header }: Sealing): EntryData {
  if (type === 0 || size === 0) return { in: 'nothing' };
  if (compression === 2 && type === 1) return { in: 'unsupported', span, method: 'bzip2' };
  // A link's target is never deflated, whatever its header says.
  const { unseal } = opener;
  return {
    in: 'chunks',
    span,
    deflated: compression === 1 && type === 1,
    unseal,
    unsealStart: opener.startFor(header),
  };
}
