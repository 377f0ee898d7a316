// A safe path as a ZIP archive names it (APPNOTE 4.4.17): UTF-8, `/` between the components, and behind a directory's.
import type { SafePath } from '../../plan/safe-path.ts';

/** Bytes: the length of a name has 16 bits. */
export const longestName = 0xffff;

const encoder = new TextEncoder();

/** Can an archive name it? Whoever chooses what goes in must ask: the writer only throws. */
export function hasZipName(path: SafePath, kind: 'file' | 'directory' | 'link'): boolean {
  // A UTF-16 unit becomes three bytes at most: few names need to be encoded to know.
  const units = path.reduce((sum, component) => sum + component.length + 1, 0);
  return 3 * units <= longestName || encoder.encode(toText(path, kind)).length <= longestName;
}

/**
 * @param room of `longestName` bytes: the name is written there
 * @throws Error where `hasZipName` is false
 */
export function zipName(path: SafePath, kind: 'file' | 'directory' | 'link', room: Uint8Array): Uint8Array {
  const text = toText(path, kind);
  const { read, written } = encoder.encodeInto(text, room);
  if (read < text.length) throw new Error(`a name of more than ${room.length} bytes`);
  return room.subarray(0, written);
}

function toText(path: SafePath, kind: 'file' | 'directory' | 'link'): string {
  return path.join('/') + (kind === 'directory' ? '/' : '');
}
