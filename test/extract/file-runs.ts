// Runs into one file that is kept in the page's own storage, for tests: begun by a tab that may die, gone on with by another.
import { vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { RunChoices } from '../../src/extract/worker-api.ts';
import type { RunStore } from '../../src/journal/run-store.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeStorage, type FakeStorageOptions } from '../support/fake-storage.ts';
import { sumsHere } from '../support/sums-here.ts';
import { fileOf, jpaFile, opened } from './session-files.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { writeJps, type JpsArchive } from '../support/write-jps.ts';

/** The entries of a JPA, or a JPS whose password is blank. */
export type Backup = readonly JpaEntry[] | { readonly jps: JpsArchive };

export interface Visit {
  readonly outcome: Outcome;
  readonly bytes: Uint8Array;
  readonly issues: readonly Issue[];
}

/** One browser: its storage, what it keeps of runs, and the tab that is open. */
export class Browser {
  readonly storage: FakeStorage;
  readonly store = new MemoryStore();
  readonly #backup: Backup;
  #pages = 0;

  constructor(backup: Backup, options: FakeStorageOptions = {}) {
    this.#backup = backup;
    this.storage = new FakeStorage(options);
    vi.stubGlobal('navigator', this.storage.navigator);
  }

  /** The tab is gone, and another one is open. */
  reopen(options: FakeStorageOptions = {}): void {
    this.storage.reopen(options);
    vi.stubGlobal('navigator', this.storage.navigator);
  }

  /** With the backup open. */
  session(backup = this.#backup): Promise<Session> {
    const session = new Session(this.#storeOfTab(), sumsHere);
    return 'jps' in backup
      ? opened([fileOf('site.jps', writeJps(backup.jps))], '', session)
      : opened([jpaFile({ entries: backup })], undefined, session);
  }

  /** Goes on with the run that was broken off, or begins one; to its end. Null where the tab has died in it. What it asks about is left out. */
  async visit(kind: OutputFormat, choices: RunChoices): Promise<Visit | null> {
    return Promise.race([this.#visit(kind, choices), this.storage.death]);
  }

  async #visit(kind: OutputFormat, choices: RunChoices): Promise<Visit> {
    const session = await this.session();
    await session.tidy();
    const issues: Issue[] = [];
    const onUpdate = ({ newIssues, held }: RunUpdate): void => {
      issues.push(...newIssues);
      if (held !== null) void session.answer('skip');
    };
    const [run] = await session.unfinishedRuns();
    this.#pages += 1;
    const target = { kind, name: `site.${kind}`, handle: null, page: `page-${this.#pages}` } as const;
    const outcome =
      run === undefined
        ? await session.extract(target, choices, onUpdate)
        : await session.continueRun(run.id, null, onUpdate);
    if (outcome.download === null) throw new Error('nothing to download');
    return { outcome, issues, bytes: new Uint8Array(await outcome.download.arrayBuffer()) };
  }

  #storeOfTab(): RunStore {
    const { store } = this;
    const call = this.storage.caller();
    return {
      begin: (run, handles) => call(() => store.begin(run, handles)),
      save: (id, progress) => call(() => store.save(id, progress)),
      find: (id) => call(() => store.find(id)),
      outputOf: (id) => call(() => store.outputOf(id)),
      forget: (id) => call(() => store.forget(id)),
      all: () => call(() => store.all()),
    };
  }
}

/** Numbers from 1 up to `most` that come the same way every time. */
export function moments(seed: number, most: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % most);
  };
}
