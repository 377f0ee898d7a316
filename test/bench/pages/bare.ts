// The floor: decoded files written with the browser's bare API, nothing else. What the product is measured against.

/** A file to write: where its bytes lie among the plain ones in memory. */
export interface PlainFile {
  readonly path: string;
  readonly offset: number;
  readonly size: number;
}

/** How a file gets to its name. */
export type BareWay = 'directly' | 'work folder and move' | 'work name and move';

interface Movable {
  move(directory: FileSystemDirectoryHandle, name: string): Promise<void>;
}

const inFlight = 64;

/** Seconds to write all files, with directory handles cached. Making the directories counts, reading `plain` does not. */
export async function writeBare(
  folder: FileSystemDirectoryHandle,
  plain: Blob,
  files: readonly PlainFile[],
  way: BareWay,
): Promise<number> {
  const bytes = new Uint8Array(await plain.arrayBuffer());
  const start = performance.now();
  const directoryOf = directoryCache(folder);
  const work = way === 'work folder and move' ? await folder.getDirectoryHandle('.work', { create: true }) : null;
  let next = 0;

  const write = async (file: PlainFile, number: number): Promise<void> => {
    const cut = file.path.lastIndexOf('/');
    const directory = await directoryOf(file.path.slice(0, Math.max(cut, 0)));
    const name = file.path.slice(cut + 1);
    const workName = way === 'directly' ? name : `work-${number}`;
    const handle = await (work ?? directory).getFileHandle(workName, { create: true });
    const writable = await handle.createWritable();
    await writable.write(bytes.subarray(file.offset, file.offset + file.size));
    await writable.close();
    if (way !== 'directly') await movable(handle).move(directory, name);
  };
  const runner = async (): Promise<void> => {
    for (let number = next++; number < files.length; number = next++) {
      const file = files[number];
      if (file !== undefined) await write(file, number);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, runner));
  if (work !== null) await folder.removeEntry('.work');
  return (performance.now() - start) / 1000;
}

/** Seconds to write a single file of `size` bytes, a mebibyte at a time. */
export async function writeOneFile(folder: FileSystemDirectoryHandle, size: number): Promise<number> {
  const piece = new Uint8Array(1024 * 1024);
  for (let at = 0; at < piece.length; at += 65_536) crypto.getRandomValues(piece.subarray(at, at + 65_536));
  const start = performance.now();
  const handle = await folder.getFileHandle('one.bin', { create: true });
  const writable = await handle.createWritable();
  for (let done = 0; done < size; done += piece.length) await writable.write(piece.subarray(0, size - done));
  await writable.close();
  return (performance.now() - start) / 1000;
}

/** Each directory is asked for once, however many files wait for it. */
function directoryCache(root: FileSystemDirectoryHandle): (path: string) => Promise<FileSystemDirectoryHandle> {
  const known = new Map<string, Promise<FileSystemDirectoryHandle>>([['', Promise.resolve(root)]]);
  const directoryOf = (path: string): Promise<FileSystemDirectoryHandle> => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const cut = path.lastIndexOf('/');
    const made = directoryOf(path.slice(0, Math.max(cut, 0))).then((parent) =>
      parent.getDirectoryHandle(path.slice(cut + 1), { create: true }),
    );
    known.set(path, made);
    return made;
  };
  return directoryOf;
}

function movable(handle: FileSystemFileHandle): Movable {
  const candidate: unknown = handle;
  if (!isMovable(candidate)) throw new Error('this browser cannot move files');
  return candidate;
}

function isMovable(value: unknown): value is Movable {
  return typeof value === 'object' && value !== null && 'move' in value;
}
