// The tree of files behind a fake folder, and what every operation on it goes through: a count, a wait, a fault.
import { toBytes, type Content } from './byte-writer.ts';
import { nameOnDisk, type NameRules } from './fake-names.ts';

export type FakeOperation =
  | 'getFileHandle'
  | 'getDirectoryHandle'
  | 'removeEntry'
  | 'list'
  | 'getFile'
  | 'createWritable'
  | 'write'
  | 'close'
  | 'abort'
  | 'move';

export interface FakeFolderOptions {
  readonly name?: string;
  /** Which names are refused; those that Chromium refuses everywhere, unless given. */
  readonly names?: NameRules;
  /** Names differing in case are one file, as on Windows and macOS. */
  readonly ignoreCase?: boolean;
  /** Names differing in Unicode form are one file, as on macOS. */
  readonly ignoreForm?: boolean;
  /** A name of more than eight letters is also found as `LONGER~1`, as on many disks of Windows. */
  readonly shortNames?: boolean;
  /** Milliseconds each operation takes; none unless given. */
  readonly latencyMs?: (operation: FakeOperation, path: string) => number;
  /** Bytes at the end of a file that its disk loses without a word. */
  readonly loses?: (path: string) => number;
  /** Files that are not read as they were written: one bit of their last byte is another. */
  readonly spoils?: (path: string) => boolean;
  /**
   * What an operation fails with, if anything: asked once for every call, before it has any effect. `path` is relative to
   * the folder, `callNumber` counts all operations from 1.
   */
  readonly fault?: (operation: FakeOperation, path: string, callNumber: number) => Error | undefined;
  /** The call at which the browser dies: neither that nor any other ever settles, or has an effect. */
  readonly diesAt?: number;
}

export interface FileNode {
  readonly kind: 'file';
  name: string;
  bytes: Uint8Array;
  modifiedMs: number;
  /** How many writables are open on it. */
  writers: number;
  /** The swap file of a writable on another file. */
  isSwap: boolean;
}

export interface DirectoryNode {
  readonly kind: 'directory';
  readonly name: string;
  readonly children: Map<string, FileNode | DirectoryNode>;
}

export function newFile(name: string, bytes: Uint8Array = new Uint8Array(), isSwap = false): FileNode {
  return { kind: 'file', name, bytes, modifiedMs: Date.now(), writers: 0, isSwap };
}

export function newDirectory(name: string): DirectoryNode {
  return { kind: 'directory', name, children: new Map() };
}

export class FakeDisk {
  readonly options: FakeFolderOptions;
  readonly root: DirectoryNode;
  callCount = 0;
  openWritables = 0;
  peakOpenWritables = 0;
  closing = 0;
  peakClosing = 0;
  #isDead = false;
  #onDeath: () => void = () => undefined;
  /** Resolves when the browser has died. */
  readonly death = new Promise<void>((resolve) => {
    this.#onDeath = resolve;
  });

  constructor(options: FakeFolderOptions, root = newDirectory(options.name ?? 'folder')) {
    this.options = options;
    this.root = root;
  }

  /** What all handles held so far come to: none of their calls settles any more. */
  die(): void {
    this.#isDead = true;
    this.#onDeath();
  }

  /** Counts the call, lets its time pass, and fails it where the test says so. */
  async operate(operation: FakeOperation, path: readonly string[]): Promise<void> {
    this.callCount += 1;
    if (this.callCount === this.options.diesAt) this.die();
    const text = path.join('/');
    const fault = this.options.fault?.(operation, text, this.callCount);
    const latency = this.options.latencyMs?.(operation, text) ?? 0;
    if (latency > 0)
      await new Promise((resolve) => {
        setTimeout(resolve, latency);
      });
    else await Promise.resolve();
    if (this.#isDead) await new Promise(() => undefined);
    if (fault !== undefined) throw fault;
  }

  key(name: string): string {
    const onDisk = nameOnDisk(name);
    const formed = this.options.ignoreForm === true ? onDisk.normalize('NFC') : onDisk;
    return this.options.ignoreCase === true ? formed.toLowerCase() : formed;
  }

  child(directory: DirectoryNode, name: string): FileNode | DirectoryNode | undefined {
    const found = directory.children.get(this.key(name));
    if (found !== undefined || this.options.shortNames !== true || !/^[^.~]{6}~1$/.test(name)) return found;
    const start = name.slice(0, 6).toLowerCase();
    return [...directory.children.values()].find((node) => node.name.toLowerCase().startsWith(start));
  }

  /** @throws NotFoundError, TypeMismatchError as a handle whose directory is gone or is a file now. */
  directoryAt(path: readonly string[]): DirectoryNode {
    let directory = this.root;
    for (const name of path) {
      const next = this.child(directory, name);
      if (next === undefined) throw new DOMException(`${name} is gone`, 'NotFoundError');
      if (next.kind !== 'directory') throw new DOMException(`${name} is a file`, 'TypeMismatchError');
      directory = next;
    }
    return directory;
  }

  directoryOrNull(path: readonly string[]): DirectoryNode | null {
    let directory = this.root;
    for (const name of path) {
      const next = this.child(directory, name);
      if (next?.kind !== 'directory') return null;
      directory = next;
    }
    return directory;
  }

  /** @throws NotFoundError, TypeMismatchError likewise. */
  fileAt(path: readonly string[]): FileNode {
    const name = path.at(-1) ?? '';
    const node = this.child(this.directoryAt(path.slice(0, -1)), name);
    if (node === undefined) throw new DOMException(`${name} is gone`, 'NotFoundError');
    if (node.kind !== 'file') throw new DOMException(`${name} is a directory`, 'TypeMismatchError');
    return node;
  }

  add(directory: DirectoryNode, node: FileNode | DirectoryNode): void {
    directory.children.set(this.key(node.name), node);
  }

  /** Puts a file there past the browser, with the directories above it. */
  put(path: string, content: Content, modifiedMs = Date.now()): void {
    const names = path.split('/');
    const fileName = names.pop() ?? '';
    this.add(this.#ensure(names), { ...newFile(fileName, toBytes(content)), modifiedMs });
  }

  putDirectory(path: string): void {
    this.#ensure(path.split('/'));
  }

  #ensure(names: readonly string[]): DirectoryNode {
    let directory = this.root;
    for (const name of names) {
      const found = this.child(directory, name);
      const next = found?.kind === 'directory' ? found : newDirectory(name);
      if (next !== found) this.add(directory, next);
      directory = next;
    }
    return directory;
  }
}
