// The page's own storage (OPFS) in memory, as far as this program uses it, and the tabs that work in it: a tab dies at any
// call, and what it does after that has no effect and is never answered. Its files stay as they were at that moment.
import { FakeLocks } from './fake-locks.ts';

interface FileNode {
  bytes: Uint8Array<ArrayBuffer>;
  /** The tab that has it open for writing. */
  writer: Tab | null;
}

interface Tab {
  isDead: boolean;
}

export interface FakeStorageOptions {
  /** The call at which the tab dies, from 1; 0 where it does not. A write that it dies in is half done. */
  readonly diesAt?: number;
}

const never = new Promise<never>(() => undefined);

export class FakeStorage {
  readonly locks = new FakeLocks();
  readonly files = new Map<string, FileNode>();
  /** Bytes that all files together may come to. */
  room = Infinity;
  /** Of the tab that is open. */
  callCount = 0;
  /** Resolves when that dies. */
  death: Promise<null> = never;
  #options: FakeStorageOptions = {};
  #tab: Tab = { isDead: false };
  #onDeath: () => void = () => undefined;

  constructor(options: FakeStorageOptions = {}) {
    this.reopen(options);
  }

  /** The tab that was open is gone, and another one is open. */
  reopen(options: FakeStorageOptions = {}): void {
    this.#tab.isDead = true;
    for (const file of this.files.values()) file.writer = null;
    this.locks.releaseAll();
    this.#tab = { isDead: false };
    this.#options = options;
    this.callCount = 0;
    this.death = new Promise((resolve) => {
      this.#onDeath = () => {
        resolve(null);
      };
    });
  }

  /** What `navigator` is to the code under test. */
  get navigator(): object {
    const folder = this.#folder(this.#tab);
    const root = { getDirectoryHandle: () => Promise.resolve(folder) };
    return {
      locks: this.locks,
      storage: {
        getDirectory: () => Promise.resolve(root),
        estimate: () => Promise.resolve({ quota: this.room, usage: this.#used }),
      },
    };
  }

  /** Makes calls of the tab that is open, to something else: it may die at them as well. */
  caller(): <T>(effect: () => Promise<T>) => Promise<T> {
    const tab = this.#tab;
    return (effect) => this.#answer(tab, effect);
  }

  get #used(): number {
    return [...this.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** A call has come: how far it gets. */
  #count(tab: Tab): 'alive' | 'dying' | 'dead' {
    if (tab.isDead) return 'dead';
    this.callCount += 1;
    if (this.callCount !== this.#options.diesAt) return 'alive';
    tab.isDead = true;
    this.#onDeath();
    return 'dying';
  }

  async #answer<T>(tab: Tab, effect: () => T | Promise<T>): Promise<T> {
    await Promise.resolve();
    return this.#count(tab) === 'alive' ? effect() : never;
  }

  #folder(tab: Tab): object {
    const { files } = this;
    return {
      getFileHandle: (name: string, { create = false } = {}) =>
        this.#answer(tab, () => {
          if (!files.has(name) && !create) throw new DOMException(name, 'NotFoundError');
          if (!files.has(name)) files.set(name, { bytes: new Uint8Array(), writer: null });
          return this.#file(tab, name);
        }),
      removeEntry: (name: string) =>
        this.#answer(tab, () => {
          const file = files.get(name);
          if (file === undefined) throw new DOMException(name, 'NotFoundError');
          if (file.writer !== null) throw new DOMException(name, 'NoModificationAllowedError');
          files.delete(name);
        }),
      async *keys() {
        yield* await Promise.resolve([...files.keys()]);
      },
    };
  }

  #file(tab: Tab, name: string): object {
    const node = (): FileNode => {
      const file = this.files.get(name);
      if (file === undefined) throw new DOMException(name, 'NotFoundError');
      return file;
    };
    return {
      kind: 'file',
      name,
      getFile: () => this.#answer(tab, () => new File([node().bytes], name)),
      createSyncAccessHandle: () =>
        this.#answer(tab, () => {
          const file = node();
          if (file.writer !== null) throw new DOMException(name, 'NoModificationAllowedError');
          file.writer = tab;
          return this.#access(tab, file);
        }),
    };
  }

  #access(tab: Tab, file: FileNode): object {
    const put = (bytes: Uint8Array, at: number): void => {
      const grown = new Uint8Array(Math.max(file.bytes.length, at + bytes.length));
      grown.set(file.bytes);
      grown.set(bytes, at);
      file.bytes = grown;
    };
    return {
      getSize: () => file.bytes.length,
      read: (into: Uint8Array, { at }: { readonly at: number }) => {
        const found = file.bytes.subarray(at, at + into.length);
        into.set(found);
        return found.length;
      },
      write: (bytes: Uint8Array, { at }: { readonly at: number }) => {
        const state = this.#count(tab);
        if (state === 'alive' && this.#used + bytes.length > this.room)
          throw new DOMException('full', 'QuotaExceededError');
        if (state === 'alive') put(bytes, at);
        if (state === 'dying') put(bytes.subarray(0, bytes.length / 2), at);
        return bytes.length;
      },
      truncate: (size: number) => {
        if (this.#count(tab) === 'alive') file.bytes = file.bytes.slice(0, size);
      },
      flush: () => void this.#count(tab),
      close: () => {
        if (!tab.isDead && file.writer === tab) file.writer = null;
      },
    };
  }
}
