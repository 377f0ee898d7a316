// An extraction with fake workers and a clock that stands still until a test moves it.
import { beforeEach, expect } from 'vitest';
import { Extraction } from '../../../src/ui/extraction.svelte.ts';
import { FakeClient } from './fake-client.ts';

// The run hands the folder on and reads its name; the worker it goes to is a fake.
export const folder = { kind: 'directory', name: 'public_html' } as FileSystemDirectoryHandle;

export function file(name: string, size = 1): File {
  return new File(['x'.repeat(size)], name, { lastModified: 0 });
}

export class ExtractionStage {
  /** Every worker that was started. */
  readonly clients: FakeClient[] = [];
  nowMs = 0;
  readonly extraction = new Extraction(
    () => this.#connect(),
    () => this.nowMs,
  );
  #next: FakeClient | null = null;

  /** The worker in use; made by the first call that needs one. */
  get client(): FakeClient {
    const last = this.clients.at(-1);
    if (last === undefined) throw new Error('no worker was started');
    return last;
  }

  /** Prepares the worker that is started next. */
  prepare(change: (client: FakeClient) => void): void {
    this.#next = new FakeClient();
    change(this.#next);
  }

  /** Opens a backup and begins to extract it. */
  async run(): Promise<void> {
    if (this.extraction.state.name !== 'ready') await this.extraction.addFiles([file('site.jpa')]);
    void this.extraction.target.extractInto(folder);
    await expect.poll(() => this.extraction.state.name).toBe('running');
  }

  #connect(): FakeClient {
    const made = this.#next ?? new FakeClient();
    this.#next = null;
    this.clients.push(made);
    return made;
  }
}

/** A new one for every test of the file. */
export function useExtraction(): () => ExtractionStage {
  let stage = new ExtractionStage();
  beforeEach(() => {
    stage = new ExtractionStage();
  });
  return () => stage;
}
