// What JPA and JPS mean by the type byte of an entity.
import type { Entry } from './entry.ts';

/** Anything but the known three is a file of a kind that cannot be read: it must be told by name, not passed over. */
export function entityKind(type: number): Entry['kind'] {
  if (type === 0) return 'directory';
  return type === 2 ? 'link' : 'file';
}
