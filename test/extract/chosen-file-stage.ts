// A browser, and a disk on which a file was just chosen for a run into one file: the tab dies, and another one goes on.
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import type { RunChoices, Target } from '../../src/extract/worker-api.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { Browser } from './file-runs.ts';
import { usual } from './session-files.ts';

export const noise = new Uint8Array(1_500_000).map((_, at) => Math.imul(at, 2654435761) >>> 24);
const modified = 1_700_000_000;
export const entries: readonly JpaEntry[] = [
  { path: 'a.txt', content: 'first', modified },
  { path: 'bad.txt', content: 'abc', fields: { size: 4 }, modified },
  { path: 'large.bin', content: noise, store: true, modified },
  { path: 'z.txt', content: 'last', modified },
];
/** Saves after every step; the damaged file is asked about. */
export const asking: RunChoices = { ...usual, skipsDamage: false, pace: { minStepMs: 0, maxStepMs: 0 } };

export class Desk {
  readonly browser: Browser;
  readonly disk: FakeFolder;

  constructor(options: FakeFolderOptions = {}, content = entries) {
    this.browser = new Browser(content);
    this.disk = new FakeFolder(options);
  }

  async file(name = 'site.zip'): Promise<FileSystemFileHandle> {
    return this.disk.handle.getFileHandle(name, { create: true });
  }

  async target(kind: OutputFormat = 'zip'): Promise<Target> {
    return { kind, name: `site.${kind}`, handle: await this.file(`site.${kind}`), page: 'page' };
  }

  /** The tab has died, and the browser's swap files with it. */
  async reopen(): Promise<void> {
    const { store } = this.browser;
    this.disk.crash({ keepsSwaps: false });
    this.browser.reopen();
    for (const [id, handles] of store.handles)
      store.handles.set(id, { ...handles, output: handles.output && (await this.file(handles.output.name)) });
  }

  async extract(choices = usual, kind: OutputFormat = 'zip'): Promise<Outcome> {
    const session = await this.browser.session();
    return session.extract(await this.target(kind), choices, ({ held }) => {
      if (held !== null) void session.answer('skip');
    });
  }

  /** Goes on with the run that is offered. */
  async goOn(): Promise<Outcome> {
    const session = await this.browser.session();
    const [run] = await session.unfinishedRuns();
    if (run === undefined) throw new Error('nothing is offered');
    return session.continueRun(run.id, null, ({ held }) => {
      if (held !== null) void session.answer('skip');
    });
  }

  /** A tab that dies while its run asks about the damaged file. */
  async brokenOff(kind: OutputFormat = 'zip'): Promise<void> {
    const session = await this.browser.session();
    await new Promise<void>((resolve, reject) => {
      const onUpdate = ({ held }: RunUpdate): void => {
        if (held !== null) resolve();
      };
      void this.target(kind).then((target) => session.extract(target, asking, onUpdate).catch(reject));
    });
    await this.reopen();
  }

  /** What lies where the user wanted the file. */
  bytes(kind: OutputFormat = 'zip'): Buffer | null {
    const found = this.disk.files().get(`site.${kind}`);
    return found === undefined ? null : Buffer.from(found);
  }

  /** What is left in the browser. */
  get left(): readonly unknown[] {
    const { storage, store } = this.browser;
    return [...storage.files.keys(), ...store.runs.keys()];
  }
}

/** The same, made for a download. */
export async function made(kind: OutputFormat = 'zip', content = entries): Promise<Buffer> {
  const visit = await new Browser(content).visit(kind, usual);
  return Buffer.from(visit?.bytes ?? []);
}
