// In which folder a picked file was found, so that backups of the same name can be told apart. A browser says it only of files
// from a folder input.

/** Goes with the files, as their handles do. */
const folders = new WeakMap<File, string>();

/** @param folder names of folders joined with `/` */
export function withFolder(file: File, folder: string): File {
  folders.set(file, folder);
  return file;
}

/** Empty where it is not known: of a file that was picked by itself. */
export function folderOf(file: File): string {
  // Not of every environment's files is there such a path.
  const path = 'webkitRelativePath' in file ? file.webkitRelativePath : '';
  return folders.get(file) ?? path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
