// Where a symbolic link leads, judged by its text alone: whoever makes links makes none that could leave the folder.
import type { SafePath } from './safe-path.ts';

/** A path is never longer than this on any system; a longer "target" is not read into memory. Bytes. */
export const longestTarget = 4096;

/**
 * Whether a link at `path` can only lead to something in the folder that `path` starts from: the target is relative, its
 * `..` components all come first and are no more than the folders the link lies in. A `..` behind a name is refused even
 * where it would come back in: that name may be a link itself, and then `..` is somewhere else.
 */
export function staysInside(path: SafePath, target: string): boolean {
  // `\` separates on some systems; a NUL cuts the target, and what is left may lead elsewhere.
  if (target === '' || target.startsWith('/') || /[\\\0]/.test(target)) return false;
  const components = target.split('/').filter((component) => component !== '' && component !== '.');
  const firstName = components.findIndex((component) => component !== '..');
  const climbs = firstName === -1 ? components.length : firstName;
  return climbs < path.length && !components.slice(climbs).includes('..');
}
