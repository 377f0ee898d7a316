// Is this a header that a writer would write? Asked of bytes found by searching, where the letters of the signature are all
// that spoke for them.
import { mostExpansion } from '../salvage/possible.ts';
import type { EntityHeader } from './header.ts';

/** More than any system takes for the target of a link. Bytes. */
const longestTarget = 65_535;

export function isSound({ path, type, compression, size, packedSize, mode }: EntityHeader): boolean {
  if (!hasVisiblePath(path) || compression > 2 || mode > 0xffff) return false;
  switch (type) {
    case 0:
      return size === 0 && packedSize === 0;
    case 1:
      return compression === 0 ? size === packedSize : size <= packedSize * mostExpansion;
    case 2:
      return size === packedSize && size <= longestTarget;
    default:
      return false;
  }
}

/** Control characters are no part of a file's name: bytes that hold them are of something else. */
export function hasVisiblePath(path: string): boolean {
  for (const character of path) if (character < ' ') return false;
  return path !== '';
}
