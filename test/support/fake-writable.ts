// A fake FileSystemWritableFileStream: bytes gather in a swap file and stand at the name only once `close` has resolved.
import { toBytes } from './byte-writer.ts';
import { newFile, type FakeDisk, type FileNode } from './fake-disk.ts';

/** What `write` takes, in the forms a sink may use. */
export type FakeChunk =
  | string
  | Blob
  | BufferSource
  | { readonly type: 'write'; readonly data: string | Blob | BufferSource; readonly position?: number }
  | { readonly type: 'truncate'; readonly size: number }
  | { readonly type: 'seek'; readonly position: number };

async function chunkBytes(data: string | Blob | BufferSource): Promise<Uint8Array> {
  if (typeof data === 'string') return toBytes(data);
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  // A copy, as the browser makes one: what the caller does with its buffer afterwards must not show.
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
    : new Uint8Array(data.slice(0));
}

/** The swap file of one writable, in the directory of its file. */
class Swap {
  readonly #disk: FakeDisk;
  readonly #path: readonly string[];
  readonly #node: FileNode;
  readonly #target: FileNode;
  #buffer: Uint8Array;
  #size: number;
  #position = 0;

  constructor(disk: FakeDisk, path: readonly string[], keepExistingData: boolean) {
    this.#disk = disk;
    this.#path = path;
    this.#target = disk.fileAt(path);
    this.#buffer = keepExistingData ? this.#target.bytes.slice() : new Uint8Array(64);
    this.#size = keepExistingData ? this.#buffer.length : 0;
    const directory = disk.directoryAt(path.slice(0, -1));
    let name = `${this.#target.name}.crswap`;
    for (let number = 1; disk.child(directory, name) !== undefined; number++)
      name = `${this.#target.name}.${number}.crswap`;
    this.#node = newFile(name, new Uint8Array(), true);
    disk.add(directory, this.#node);
    this.#target.writers += 1;
    disk.openWritables += 1;
    disk.peakOpenWritables = Math.max(disk.peakOpenWritables, disk.openWritables);
  }

  async write(chunk: FakeChunk): Promise<void> {
    await this.#disk.operate('write', this.#path);
    // Gone with its directory: what a removed folder or an unplugged disk gives.
    this.#disk.directoryAt(this.#path.slice(0, -1));
    const isCommand = typeof chunk === 'object' && 'type' in chunk && !(chunk instanceof Blob);
    if (!isCommand) {
      this.#put(await chunkBytes(chunk));
      return;
    }
    switch (chunk.type) {
      case 'write':
        this.#position = chunk.position ?? this.#position;
        this.#put(await chunkBytes(chunk.data));
        break;
      case 'seek':
        this.#position = chunk.position;
        break;
      case 'truncate':
        this.#grow(chunk.size);
        this.#buffer.fill(0, chunk.size);
        this.#size = chunk.size;
        this.#position = Math.min(this.#position, chunk.size);
        break;
      default:
        chunk satisfies never;
    }
  }

  async close(): Promise<void> {
    const disk = this.#disk;
    disk.closing += 1;
    disk.peakClosing = Math.max(disk.peakClosing, disk.closing);
    try {
      await disk.operate('close', this.#path);
      const directory = disk.directoryAt(this.#path.slice(0, -1));
      const now = disk.child(directory, this.#path.at(-1) ?? '');
      if (now?.kind === 'directory') throw new DOMException('a directory is in the way', 'TypeMismatchError');
      const target = now ?? this.#target;
      target.bytes = this.#buffer.slice(0, this.#size - (disk.options.loses?.(this.#path.join('/')) ?? 0));
      target.modifiedMs = Date.now();
      disk.add(directory, target);
    } finally {
      disk.closing -= 1;
      this.drop();
    }
  }

  async abort(): Promise<void> {
    await this.#disk.operate('abort', this.#path);
    this.drop();
  }

  /** The swap file goes; what stands at the name stays, empty or not. */
  drop(): void {
    this.#disk.openWritables -= 1;
    this.#target.writers -= 1;
    const directory = this.#disk.directoryOrNull(this.#path.slice(0, -1));
    directory?.children.delete(this.#disk.key(this.#node.name));
  }

  #put(bytes: Uint8Array): void {
    this.#grow(this.#position + bytes.length);
    this.#buffer.set(bytes, this.#position);
    this.#position += bytes.length;
    this.#size = Math.max(this.#size, this.#position);
  }

  #grow(size: number): void {
    if (size <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(size, this.#buffer.length * 2));
    grown.set(this.#buffer);
    this.#buffer = grown;
  }
}

export class FakeWritable extends WritableStream<FakeChunk> {
  constructor(disk: FakeDisk, path: readonly string[], keepExistingData: boolean) {
    const swap = new Swap(disk, path, keepExistingData);
    super({
      // A write that fails ends the stream, and the browser drops its swap file; `close` then answers with a TypeError.
      write: (chunk) =>
        swap.write(chunk).catch((error: unknown) => {
          swap.drop();
          throw error;
        }),
      close: () => swap.close(),
      abort: () => swap.abort(),
    });
  }

  /** Writes may overlap: the lock is given back at once, as in the browser. */
  write(chunk: FakeChunk): Promise<void> {
    const writer = this.getWriter();
    const written = writer.write(chunk);
    writer.releaseLock();
    return written;
  }

  seek(position: number): Promise<void> {
    return this.write({ type: 'seek', position });
  }

  truncate(size: number): Promise<void> {
    return this.write({ type: 'truncate', size });
  }
}
