// Where a run goes, made ready for it: a folder that it is planned for and begun or taken up in, or a file in the page's own
// storage. What needs nothing made ready - a test, a file that the user chose - goes as it is.
import { FileRun } from '../journal/file-run.ts';
import { FolderRun } from '../journal/folder-run.ts';
import type { FileRunPlace, RunPlace } from '../journal/run-place.ts';
import type { RunStore } from '../journal/run-store.ts';
import { isFileRun, type FileTarget, type SavedRun } from '../journal/saved-run.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { outputSize } from './output-size.ts';
import type { ReadyBackup } from './ready-backup.ts';
import type { RunOnRecord, RunOrder } from './run-order.ts';
import type { RunChoices, Target } from './worker-api.ts';

/** What a run is of, and where it is kept. */
export interface RunNeeds {
  readonly chosen: ReadyBackup;
  /** Of the parts, in order; null where not all of them have one. */
  readonly handles: readonly FileSystemFileHandle[] | null;
  readonly store: RunStore;
}

type FolderTarget = Extract<Target, { readonly kind: 'folder' }>;

/** What a run begins with, or goes on with. */
export type RunStarter = Pick<RunOrder, 'target' | 'prepare'>;

/** A run that is begun anew. */
export function newRun(needs: RunNeeds, target: Target, choices: RunChoices): RunStarter {
  const { chosen } = needs;
  if (target.kind === 'folder') {
    const { existing, refused } = target;
    const saved = { existing, refused, ...chosen.options, ...choices };
    return intoFolder(needs, target, (place) => FolderRun.begin(place, saved));
  }
  if (target.kind === 'test' || target.handle !== null)
    return { target, prepare: () => Promise.resolve({ ready: chosen, kept: null }) };
  const { kind, name, page } = target;
  const saved = { ...chosen.options, ...choices };
  return intoFile(needs, target, (place) => FileRun.begin(place, { kind, name, page }, saved));
}

/** A run that was broken off. @throws ExtractError `nothing-to-continue` where it is one into a folder, and there is none */
export function earlierRun(needs: RunNeeds, saved: SavedRun, folder: FileSystemDirectoryHandle | null): RunStarter {
  if (isFileRun(saved)) return intoFile(needs, saved.start.target, (place) => FileRun.takeUp(saved, place));
  if (folder === null) throw new ExtractError('nothing-to-continue');
  const { existing, refused } = saved.start.choices;
  const target = { kind: 'folder', folder, existing, refused } as const;
  return intoFolder(needs, target, (place) => FolderRun.takeUp(saved, place));
}

/** What is to be extracted is planned for the folder, and the run begun there. */
function intoFolder(
  { chosen, handles, store }: RunNeeds,
  target: FolderTarget,
  start: (place: RunPlace) => Promise<FolderRun>,
): RunStarter {
  const { folder, refused } = target;
  const prepare: RunOrder['prepare'] = (calls, parts) => {
    const heard = (): void => {
      calls.heard();
    };
    const work = async (): Promise<{ readonly ready: ReadyBackup; readonly kept: FolderRun }> => {
      const plan = await chosen.names.planFor(folder, refused, heard);
      const onGivenUp = (call: () => void): void => {
        calls.onGivenUp(call);
      };
      const kept = await start({ parts, plan, handles: { folder, parts: handles }, store, heard, onGivenUp });
      return { ready: { ...chosen, plan }, kept };
    };
    return calls.result(work(), leave);
  };
  return { target, prepare };
}

function intoFile(
  { chosen, handles, store }: RunNeeds,
  { kind, name, page }: FileTarget,
  start: (place: FileRunPlace) => Promise<FileRun | null>,
): RunStarter {
  const prepare: RunOrder['prepare'] = (calls, parts) => {
    const { plan } = chosen;
    const needed = outputSize(kind, plan);
    const place = { parts, plan, handles: { folder: null, parts: handles }, store, needed, calls };
    const work = async (): Promise<{ readonly ready: ReadyBackup; readonly kept: FileRun | null }> => ({
      ready: chosen,
      kept: await start(place),
    });
    return calls.result(work(), leave);
  };
  return { target: { kind, name, page, handle: null }, prepare };
}

/** It is as it was, should it come when nobody waits any more. */
async function leave({ kept }: { readonly kept: RunOnRecord | null }): Promise<void> {
  await kept?.end({ isKept: true });
}
