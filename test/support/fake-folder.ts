// A folder in memory that behaves as Chromium's picked folders do: its rules for names, the empty file that creating a handle
// leaves, swap files, errors. With a fault for any call and a count of what is open at once.
import { FakeDisk, type DirectoryNode, type FakeFolderOptions } from './fake-disk.ts';
import { FakeDirectoryHandle } from './fake-handles.ts';

export type { FakeFolderOptions, FakeOperation } from './fake-disk.ts';

export class FakeFolder {
  #disk: FakeDisk;

  constructor(options: FakeFolderOptions = {}) {
    this.#disk = new FakeDisk(options);
  }

  /** A new handle of the folder, as the picker gives one. */
  get handle(): FileSystemDirectoryHandle {
    // The double has what the program uses of a handle, and none of the long-dead members the type still lists.
    return new FakeDirectoryHandle(this.#disk, [], this.#disk.root.name) as unknown as FileSystemDirectoryHandle;
  }

  /** Resolves when the browser has died (`diesAt`, or `crash`). */
  get death(): Promise<void> {
    return this.#disk.death;
  }

  /**
   * The browser is dead, and started anew: handles given before never answer again, and what they had made stays. A browser
   * that was killed leaves its swap files too; a page that crashed does not.
   */
  crash({ keepsSwaps, options = {} }: { readonly keepsSwaps: boolean; readonly options?: FakeFolderOptions }): void {
    this.#disk.die();
    settle(this.#disk.root, keepsSwaps);
    this.#disk = new FakeDisk(options, this.#disk.root);
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
  put(path: string, content: string | Uint8Array, modifiedMs?: number): void {
    this.#disk.put(path, content, modifiedMs);
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

/** Nothing is being written any more. */
function settle(directory: DirectoryNode, keepsSwaps: boolean): void {
  for (const [key, node] of directory.children) {
    if (node.kind === 'directory') settle(node, keepsSwaps);
    else if (node.isSwap && !keepsSwaps) directory.children.delete(key);
    else {
      node.isSwap = false;
      node.writers = 0;
    }
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
