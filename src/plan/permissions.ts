import type { Entry } from '../archive/entry.ts';

/** Where the format of the backup has none. */
export const usualPermissions = { file: 0o644, directory: 0o755, link: 0o777 };

/** Unix permission bits of an entry, at most 0o777: nothing hands on a setuid bit. */
export function permissionsOf({ kind, mode }: Entry): number {
  return mode === undefined ? usualPermissions[kind] : mode % 0o1000;
}
