// Fake FileSystemFileHandle and FileSystemDirectoryHandle. Like Chromium's they hold a path, not a file: each call looks anew.
import { newDirectory, newFile, type DirectoryNode, type FakeDisk, type FileNode } from './fake-disk.ts';
import { checkName, longestName, longestWritableName, nameOnDisk, nameSize } from './fake-names.ts';
import { FakeWritable } from './fake-writable.ts';

abstract class FakeHandle {
  abstract readonly kind: 'file' | 'directory';
  protected readonly disk: FakeDisk;
  protected path: readonly string[];
  #name: string;

  /** `name` is what the caller asked for, which is not always what lies on disk. */
  constructor(disk: FakeDisk, path: readonly string[], name: string) {
    this.disk = disk;
    this.path = path;
    this.#name = name;
  }

  get name(): string {
    return this.#name;
  }

  /** Where in the folder it is. */
  get location(): readonly string[] {
    return this.path;
  }

  protected set name(name: string) {
    this.#name = name;
  }

  queryPermission(): Promise<PermissionState> {
    return Promise.resolve('granted');
  }

  requestPermission(): Promise<PermissionState> {
    return Promise.resolve('granted');
  }

  isSameEntry(other: unknown): Promise<boolean> {
    const isSame = other instanceof FakeHandle && other.disk === this.disk && other.kind === this.kind;
    return Promise.resolve(isSame && other.path.map((name) => other.disk.key(name)).join('/') === this.#key());
  }

  #key(): string {
    return this.path.map((name) => this.disk.key(name)).join('/');
  }
}

export class FakeFileHandle extends FakeHandle {
  readonly kind = 'file';

  async getFile(): Promise<File> {
    await this.disk.operate('getFile', this.path);
    const { bytes, name, modifiedMs } = this.disk.fileAt(this.path);
    const read = new Uint8Array(bytes);
    const last = read.length - 1;
    if (last >= 0 && this.disk.options.spoils?.(this.path.join('/')) === true) read[last] = (read[last] ?? 0) ^ 1;
    return new File([read], name, { lastModified: modifiedMs });
  }

  async createWritable(options: FileSystemCreateWritableOptions = {}): Promise<FakeWritable> {
    await this.disk.operate('createWritable', this.path);
    const file = this.disk.fileAt(this.path);
    if (file.isSwap) throw new DOMException('a swap file is in use', 'NoModificationAllowedError');
    if (nameSize(file.name) > longestWritableName)
      throw new DOMException('the swap file cannot be made', 'InvalidStateError');
    return new FakeWritable(this.disk, this.path, options.keepExistingData === true);
  }

  /** As Chromium has it, beside the standard. */
  async remove(): Promise<void> {
    await this.disk.operate('removeEntry', this.path);
    const { name, writers } = this.disk.fileAt(this.path);
    if (writers > 0) throw new DOMException('the file is being written', 'NoModificationAllowedError');
    this.disk.directoryAt(this.path.slice(0, -1)).children.delete(this.disk.key(name));
  }

  /** Gives the file another name, or moves it into a directory, under its own name or another. */
  async move(to: string | FakeDirectoryHandle, newName?: string): Promise<void> {
    await this.disk.operate('move', this.path);
    const name = typeof to === 'string' ? to : (newName ?? this.name);
    const parent = typeof to === 'string' ? this.path.slice(0, -1) : to.location;
    checkName(name, this.disk.options.names ?? 'browser');
    const file = this.disk.fileAt(this.path);
    const target = this.disk.directoryAt(parent);
    const there = this.disk.child(target, name);
    if (there?.kind === 'directory') throw new DOMException('a directory has that name', 'InvalidModificationError');
    if (file.writers > 0 || (there?.writers ?? 0) > 0)
      throw new DOMException('the file is being written', 'NoModificationAllowedError');
    this.disk.directoryAt(this.path.slice(0, -1)).children.delete(this.disk.key(file.name));
    file.name = nameOnDisk(name);
    this.disk.add(target, file);
    this.path = [...parent, file.name];
    this.name = name;
  }
}

export class FakeDirectoryHandle extends FakeHandle {
  readonly kind = 'directory';

  async getFileHandle(name: string, options: FileSystemGetFileOptions = {}): Promise<FakeFileHandle> {
    const path = this.#childPath(name);
    await this.disk.operate('getFileHandle', path);
    if (this.#find(name, 'file') === null) {
      this.#checkCreate(name, options.create === true);
      this.disk.add(this.disk.directoryAt(this.path), newFile(nameOnDisk(name)));
    }
    return new FakeFileHandle(this.disk, path, name);
  }

  async getDirectoryHandle(name: string, options: FileSystemGetDirectoryOptions = {}): Promise<FakeDirectoryHandle> {
    const path = this.#childPath(name);
    await this.disk.operate('getDirectoryHandle', path);
    if (this.#find(name, 'directory') === null) {
      this.#checkCreate(name, options.create === true);
      this.disk.add(this.disk.directoryAt(this.path), newDirectory(nameOnDisk(name)));
    }
    return new FakeDirectoryHandle(this.disk, path, name);
  }

  async removeEntry(name: string, options: FileSystemRemoveOptions = {}): Promise<void> {
    await this.disk.operate('removeEntry', this.#childPath(name));
    checkName(name, this.disk.options.names ?? 'browser');
    const directory = this.disk.directoryAt(this.path);
    const node = this.disk.child(directory, name);
    if (node === undefined) throw new DOMException(`no ${name}`, 'NotFoundError');
    if (node.kind === 'file' && node.writers > 0)
      throw new DOMException('the file is being written', 'NoModificationAllowedError');
    if (node.kind === 'directory' && node.children.size > 0 && options.recursive !== true)
      throw new DOMException(`${name} is not empty`, 'InvalidModificationError');
    directory.children.delete(this.disk.key(name));
  }

  resolve(other: unknown): Promise<string[] | null> {
    if (!(other instanceof FakeDirectoryHandle || other instanceof FakeFileHandle)) return Promise.resolve(null);
    const isInside = this.path.every((name, depth) => other.location[depth] === name);
    return Promise.resolve(isInside ? other.location.slice(this.path.length) : null);
  }

  async *entries(): AsyncGenerator<[string, FakeFileHandle | FakeDirectoryHandle]> {
    await this.disk.operate('list', this.path);
    for (const { name, kind } of [...this.disk.directoryAt(this.path).children.values()]) {
      const path = [...this.path, name];
      yield [
        name,
        kind === 'file' ? new FakeFileHandle(this.disk, path, name) : new FakeDirectoryHandle(this.disk, path, name),
      ];
    }
  }

  async *keys(): AsyncGenerator<string> {
    for await (const [name] of this.entries()) yield name;
  }

  async *values(): AsyncGenerator<FakeFileHandle | FakeDirectoryHandle> {
    for await (const [, handle] of this.entries()) yield handle;
  }

  [Symbol.asyncIterator](): AsyncGenerator<[string, FakeFileHandle | FakeDirectoryHandle]> {
    return this.entries();
  }

  #childPath(name: string): string[] {
    return [...this.path, nameOnDisk(name)];
  }

  /** What has that name, if it is of the right kind. @throws TypeError, TypeMismatchError */
  #find(name: string, kind: 'file' | 'directory'): FileNode | DirectoryNode | null {
    checkName(name, this.disk.options.names ?? 'browser');
    const found = this.disk.child(this.disk.directoryAt(this.path), name);
    if (found === undefined) return null;
    if (found.kind !== kind) throw new DOMException(`${name} is a ${found.kind}`, 'TypeMismatchError');
    return found;
  }

  #checkCreate(name: string, create: boolean): void {
    if (!create) throw new DOMException(`no ${name}`, 'NotFoundError');
    if (nameSize(name) > longestName) throw new DOMException('the name is too long', 'InvalidStateError');
  }
}
