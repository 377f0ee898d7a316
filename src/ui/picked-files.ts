// The files picked so far. Whoever adds a missing part often picks the whole set again: the same file twice is once.
import { folderOf } from './file-folders.ts';

function sameFile(a: File, b: File): boolean {
  const isAlike = a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  return isAlike && folderOf(a) === folderOf(b);
}

/**
 * Files of one name that differ, or lie in different folders, are both kept: the survey judges them. A file picked again replaces
 * its older handle.
 */
export function addToPicked(picked: readonly File[], more: readonly File[]): readonly File[] {
  const byName = new Map<string, File[]>();
  for (const file of [...picked, ...more]) {
    const namesakes = byName.get(file.name) ?? [];
    byName.set(file.name, [...namesakes.filter((other) => !sameFile(other, file)), file]);
  }
  return [...byName.values()].flat();
}
