// The files picked so far. Whoever adds a missing part often picks the whole set again: the same file twice is once.

function sameFile(a: File, b: File): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}

/** Files of one name that differ are both kept: the survey names them as doubled. A file picked again replaces its older handle. */
export function addToPicked(picked: readonly File[], more: readonly File[]): readonly File[] {
  const byName = new Map<string, File[]>();
  for (const file of [...picked, ...more]) {
    const namesakes = byName.get(file.name) ?? [];
    byName.set(file.name, [...namesakes.filter((other) => !sameFile(other, file)), file]);
  }
  return [...byName.values()].flat();
}
