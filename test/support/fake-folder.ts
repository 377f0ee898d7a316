// A folder in memory that behaves as Chromium's picked folders do: its rules for names, the empty file that creating a handle
// leaves, swap files, errors. With a fault for any call and a count of what is open at once.
import { FakeDisk, type DirectoryNode, type FakeFolderOptions } from './fake-disk.ts';
import { FakeDirectoryHandle } from './fake-handles.ts';

export type { FakeFolderOptions, FakeOperation } from './fake-disk.ts';

export class FakeFolder {
  readonly #disk: FakeDisk;

  constructor(options: FakeFolderOptions = {}) {
    this.#disk = new FakeDisk(options);
  }

  /** A new handle of the folder, as the picker gives one. */
  get handle(): FileSystemDirectoryHandle {
    // The double has what the program uses of a handle, and none of the long-dead members the type still lists.
    return new FakeDirectoryHandle(this.#disk, [], this.#disk.root.name) as unknown as FileSystemDirectoryHandle;
  }

  /** How many operations there have been. */
  get callCount(): number {
    return this.#disk.callCount;
  }

  get peakOpenWritables(): number {
    return this.#disk.peakOpenWritables;
  }

  get peakClosing(): number {
    return this.#disk.peakClosing;
  }

  /** Writables that were neither closed nor aborted. */
  get openWritables(): number {
    return this.#disk.openWritables;
  }

  /** Puts a file there as another program would, with the directories above it. */
  put(path: string, content: string | Uint8Array): void {
    this.#disk.put(path, content);
  }

  putDirectory(path: string): void {
    this.#disk.putDirectory(path);
  }

  /** All files by path, swap files included. */
  files(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    walk(this.#disk.root, '', (path, bytes) => {
      if (bytes !== null) found.set(path, bytes);
    });
    return found;
  }

  /** Paths of all directories. */
  directories(): string[] {
    const found: string[] = [];
    walk(this.#disk.root, '', (path, bytes) => {
      if (bytes === null) found.push(path);
    });
    return found;
  }

  /** Content of a file as text, or undefined where there is none. */
  text(path: string): string | undefined {
    const bytes = this.files().get(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }
}

/** Visits every node; `bytes` is null for a directory. */
function walk(directory: DirectoryNode, prefix: string, visit: (path: string, bytes: Uint8Array | null) => void): void {
  for (const node of directory.children.values()) {
    const path = prefix + node.name;
    visit(path, node.kind === 'file' ? node.bytes : null);
    if (node.kind === 'directory') walk(node, `${path}/`, visit);
  }
}
