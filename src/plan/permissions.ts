import type { Entry } from '../archive/entry.ts';

/** Where the format of the backup has none. */
export const usualPermissions = { file: 0o644, directory: 0o755, link: 0o777 };

/** Unix permission bits of an entry, at most 0o777: nothing hands on what `hasSpecialBits` tells of. */
export function permissionsOf({ kind, mode }: Entry): number {
  return mode === undefined ? usualPermissions[kind] : mode % 0o1000;
}

/** A setuid, setgid or sticky bit: what gives a program another's rights, or a folder rules of its own. Of a link they mean nothing. */
export function hasSpecialBits({ kind, mode = 0 }: Entry): boolean {
  return kind !== 'link' && mode % 0o10000 >= 0o1000;
}
