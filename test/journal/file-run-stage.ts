// A browser in which runs into one file are begun and broken off, for tests: its storage, what it keeps of runs, and a backup of
// two files.
import { vi } from 'vitest';
import { FileRun } from '../../src/journal/file-run.ts';
import { identify } from '../../src/journal/part-identity.ts';
import type { FileRunPlace } from '../../src/journal/run-place.ts';
import { isFileRun, type FileTarget, type SavedFileRun } from '../../src/journal/saved-run.ts';
import { BrowserCalls } from '../../src/sink/browser-calls.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { FakeStorage } from '../support/fake-storage.ts';
import { prepareJpa } from '../extract/run.ts';
import { choices, MemoryStore } from './runs.ts';

export const target: FileTarget = { kind: 'zip', name: 'site.zip', page: 'page' };
export const quiet = (): void => undefined;
export const piece = new Uint8Array([1, 2, 3, 4]);

/** The sink of such a run writes to its place: here a test does, four bytes. */
export const sink = Object.assign(new MemorySink(), { settle: () => Promise.resolve(piece.length) });

export class FileRunStage {
  readonly storage = new FakeStorage();
  readonly store = new MemoryStore();

  constructor() {
    vi.stubGlobal('navigator', this.storage.navigator);
  }

  async placeOf(content = 'one', needed = 1000): Promise<FileRunPlace> {
    const { source, plan } = await prepareJpa([{ path: 'a.txt', content }, { path: 'b.txt', content: 'two' }]); // prettier-ignore
    const handles = { folder: null, parts: null, output: null };
    return { parts: await identify(source), plan, handles, store: this.store, needed, calls: new BrowserCalls() };
  }

  async begin(to = target): Promise<FileRun> {
    const run = await FileRun.begin(await this.placeOf(), to, choices);
    if (run === null) throw new Error('there is a storage');
    return run;
  }

  /** One step is done, whose record is in the directory, and the tab is gone. */
  async brokenOff(to = target): Promise<SavedFileRun> {
    const run = await this.begin(to);
    const journal = await run.keep(sink, quiet);
    await run.place.write(piece);
    run.archive.directory.add(new Uint8Array([7, 8, 9]));
    journal.done(0, { delivered: true, issues: [] });
    await journal.save(null);
    await run.place.write(new Uint8Array([5, 6]));
    this.storage.reopen();
    vi.stubGlobal('navigator', this.storage.navigator);
    const saved = await this.store.find(run.saved.start.id);
    if (saved === null || !isFileRun(saved)) throw new Error('nothing was kept');
    return saved;
  }

  get names(): string[] {
    return [...this.storage.files.keys()].map((name) => name.replace(/[0-9a-f]{16}/, 'ID'));
  }

  bytesOf(saved: SavedFileRun, suffix = ''): Uint8Array<ArrayBuffer> | undefined {
    return this.storage.files.get(`page.${saved.start.id}${suffix}`)?.bytes;
  }
}
