// What leads back to a picked file at a later visit. A file itself is gone with the page; a handle can be kept, and asked for
// the file again. Not every way of picking gives one.

/** Goes with the files: one that nobody holds any more takes its handle along. */
const handles = new WeakMap<File, FileSystemFileHandle>();

/** The file behind a handle, which can be found again by it. */
export async function fileBehind(handle: FileSystemFileHandle): Promise<File> {
  return withHandle(await handle.getFile(), handle);
}

export function withHandle(file: File, handle: FileSystemFileHandle): File {
  handles.set(file, handle);
  return file;
}

/** Of each of these files; null for one that has none. */
export function handlesOf(files: readonly File[]): readonly (FileSystemFileHandle | null)[] {
  return files.map((file) => handles.get(file) ?? null);
}
