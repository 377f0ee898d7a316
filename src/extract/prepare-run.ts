// Where a run goes, made ready for it: a folder that it is planned for and begun or taken up in, or a file in the page's own
// storage, whether that is downloaded from there or copied to where the user says. What needs nothing made ready goes as it is:
// a test, and a file that is to be written directly.
import { FileRun } from '../journal/file-run.ts';
import { FolderRun } from '../journal/folder-run.ts';
import type { FileRunPlace, RunPlace } from '../journal/run-place.ts';
import type { RunStore } from '../journal/run-store.ts';
import { isFileRun, type SavedRun } from '../journal/saved-run.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { ifStillEmpty } from '../sink/place/chosen-file.ts';
import { toPlaceError } from '../sink/place/place-error.ts';
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
  /** See `Closing`. */
  readonly closable: Set<string>;
}

type FolderTarget = Extract<Target, { readonly kind: 'folder' }>;
type OneFile = Exclude<Target, { readonly kind: 'folder' | 'test' }>;

/** What a run begins with, or goes on with. */
export type RunStarter = Pick<RunOrder, 'target' | 'prepare'>;

/** A run that is begun anew. */
export function newRun(needs: RunNeeds, target: Target, { writesDirectly, ...manner }: RunChoices): RunStarter {
  const { chosen, closable } = needs;
  if (target.kind === 'folder') {
    const { existing, refused, closes } = target;
    for (const id of closes) closable.add(id);
    const saved = { existing, refused, ...chosen.options, ...manner };
    return intoFolder(needs, target, (place) => FolderRun.begin(place, saved, closable));
  }
  if (target.kind === 'test' || (target.handle !== null && writesDirectly))
    return { target, prepare: () => Promise.resolve({ ready: chosen, kept: null }) };
  const { kind, name, page, handle } = target;
  const saved = { ...chosen.options, ...manner };
  return intoFile(needs, target, {
    output: () => Promise.resolve(handle),
    start: (place) => FileRun.begin(place, { kind, name, page }, saved),
  });
}

/** A run that was broken off. @throws ExtractError `nothing-to-continue` where it is one into a folder, and there is none */
export function earlierRun(needs: RunNeeds, saved: SavedRun, folder: FileSystemDirectoryHandle | null): RunStarter {
  const { store } = needs;
  if (isFileRun(saved)) {
    const { id, target } = saved.start;
    const output = async () => {
      const chosen = await store.outputOf(id);
      return chosen && ifStillEmpty(chosen);
    };
    return intoFile(needs, { ...target, handle: null }, { output, start: (place) => FileRun.takeUp(saved, place) });
  }
  if (folder === null) throw new ExtractError('nothing-to-continue');
  const { existing, refused } = saved.start.choices;
  const target = { kind: 'folder', folder, existing, refused, closes: [] } as const;
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
      const kept = await start({
        parts,
        plan,
        handles: { folder, parts: handles, output: null },
        store,
        heard,
        onGivenUp,
      });
      return { ready: { ...chosen, plan }, kept };
    };
    return calls.result(work(), leave);
  };
  return { target, prepare };
}

interface IntoFile {
  /** The file that the user chose; null for what is downloaded. */
  readonly output: () => Promise<FileSystemFileHandle | null>;
  /** Null where what is made cannot be kept until it is whole. */
  readonly start: (place: FileRunPlace) => Promise<FileRun | null>;
}

function intoFile({ chosen, handles, store }: RunNeeds, target: OneFile, { output, start }: IntoFile): RunStarter {
  const prepare: RunOrder['prepare'] = (calls, parts, onLeftBehind) => {
    const { plan } = chosen;
    const needed = outputSize(target.kind, plan);
    const work = async (): Promise<{ readonly ready: ReadyBackup; readonly kept: FileRun | null }> => {
      const to = await output().catch((error: unknown) => {
        throw toPlaceError(error);
      });
      const leadBack = { folder: null, parts: handles, output: to };
      return { ready: chosen, kept: await start({ parts, plan, handles: leadBack, store, needed, calls }) };
    };
    return calls.result(work(), leave, () => {
      if (target.handle !== null)
        onLeftBehind({ kind: 'left-behind', path: target.handle.name, reason: 'TimeoutError' });
    });
  };
  return { target, prepare };
}

/** It is as it was, should it come when nobody waits any more. */
async function leave({ kept }: { readonly kept: RunOnRecord | null }): Promise<void> {
  await kept?.end({ isKept: true });
}
