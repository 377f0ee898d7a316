// Saved runs, and a store that keeps them in memory as the browser's would: copied.
import type { RunHandles, RunStore } from '../../src/journal/run-store.ts';
import {
  nothingDone,
  type FileProgress,
  type FileStart,
  type FolderProgress,
  type FolderStart,
  type RunProgress,
  type RunStart,
  type SavedFileRun,
  type SavedFolderRun,
  type SavedRun,
} from '../../src/journal/saved-run.ts';

export const someId = '0123456789abcdef';

const begun = {
  version: 7,
  id: someId,
  startedMs: 1_700_000_000_000,
  backup: 'site.jpa',
  parts: [{ name: 'site.jpa', size: 1000, firstCrc32: 1, lastCrc32: 2 }],
  print: { stepCount: 10, crc32: 7 },
  size: 5000,
} as const;

/** What a run into any place keeps of what was chosen. */
export const choices = {
  salvages: false,
  skipsDamage: false,
  keepsDamaged: false,
  keepsOutside: false,
  selection: null,
  pace: null,
  comparesAfterWriting: false,
} as const;

export function savedRun({
  start = {},
  progress = {},
}: { readonly start?: Partial<FolderStart>; readonly progress?: Partial<FolderProgress> } = {}): SavedFolderRun {
  return {
    start: {
      ...begun,
      target: { kind: 'folder', name: 'public_html' },
      choices: { ...choices, existing: 'keep-both', refused: 'side-zip' },
      namesBefore: [['images', ['a.png']]],
      ...start,
    },
    progress: { ...nothingDone, ...progress },
  };
}

export function savedFileRun({
  start = {},
  progress = {},
}: { readonly start?: Partial<FileStart>; readonly progress?: Partial<FileProgress> } = {}): SavedFileRun {
  return {
    start: { ...begun, target: { kind: 'zip', name: 'site.zip', page: 'a1-b2' }, choices, ...start },
    progress: {
      doneUntil: 4,
      underWay: null,
      filesDone: 4,
      bytesDone: 400,
      filesWritten: 4,
      bytesWritten: 400,
      elapsedMs: 12.5,
      issues: [],
      saidOfAll: [],
      cut: {
        output: { size: 600, crc32: 9 },
        archiveSize: 600,
        directory: { size: 200, crc32: 8, count: 4 },
      },
      ...progress,
    },
  };
}

/** Whoever saves progress saves that of the run. */
function withProgress(start: RunStart, progress: RunProgress): SavedRun {
  if (start.target.kind === 'folder') return { start, progress } as SavedFolderRun;
  return { start, progress } as SavedFileRun;
}

export class MemoryStore implements RunStore {
  readonly runs = new Map<string, SavedRun>();
  readonly handles = new Map<string, RunHandles>();
  /** Saves that fail, from now on. */
  isFailing = false;
  saveCount = 0;

  begin(run: SavedRun, handles: RunHandles): Promise<void> {
    this.handles.set(run.start.id, handles);
    return this.#put(structuredClone(run));
  }

  save(id: string, progress: RunProgress): Promise<void> {
    const run = this.runs.get(id);
    if (run === undefined) return Promise.reject(new Error(`no run ${id}`));
    return this.#put(withProgress(run.start, structuredClone(progress)));
  }

  find(id: string): Promise<SavedRun | null> {
    return Promise.resolve(this.runs.get(id) ?? null);
  }

  outputOf(id: string): Promise<FileSystemFileHandle | null> {
    return Promise.resolve(this.handles.get(id)?.output ?? null);
  }

  forget(id: string): Promise<void> {
    this.runs.delete(id);
    return Promise.resolve();
  }

  all(): Promise<readonly { readonly run: SavedRun; readonly handles: RunHandles }[]> {
    return Promise.resolve(
      [...this.runs.values()].flatMap((run) => {
        const handles = this.handles.get(run.start.id);
        return handles === undefined ? [] : [{ run, handles }];
      }),
    );
  }

  async #put(run: SavedRun): Promise<void> {
    this.saveCount += 1;
    await Promise.resolve();
    if (this.isFailing) throw new DOMException('no storage', 'QuotaExceededError');
    this.runs.set(run.start.id, run);
  }
}
