// Runs into a folder, for tests: begun there, and broken off as a tab that is gone leaves them.
import { FolderRun } from '../../src/journal/folder-run.ts';
import { identify } from '../../src/journal/part-identity.ts';
import { markedRun } from '../../src/journal/run-marker.ts';
import type { RunPlace } from '../../src/journal/run-place.ts';
import { isFileRun, type FolderChoices, type SavedFolderRun } from '../../src/journal/saved-run.ts';
import { prepareJpa } from '../extract/run.ts';
import type { FakeFolder } from '../support/fake-folder.ts';
import { choices as anyChoices, MemoryStore } from './runs.ts';

export const choices: FolderChoices = { existing: 'keep-both', refused: 'side-zip', ...anyChoices };
export const quiet = (): void => undefined;

export async function placeIn(folder: FakeFolder, content = 'one', store = new MemoryStore()): Promise<RunPlace> {
  const { source, plan } = await prepareJpa([{ path: 'a.txt', content }, { path: 'b.txt', content: 'two' }]); // prettier-ignore
  return {
    parts: await identify(source),
    plan,
    handles: { folder: folder.handle, parts: null, output: null },
    store,
    heard: quiet,
    onGivenUp: quiet,
  };
}

export const markers = (folder: FakeFolder): (string | null)[] => [...folder.files().keys()].map(markedRun);
/** As a tab that is gone leaves it: marker and record, and no lock. */
export async function brokenOff(place: RunPlace): Promise<SavedFolderRun> {
  const run = await FolderRun.begin(place, choices);
  await run.keep(quiet);
  await run.end({ isKept: true });
  const saved = await place.store.find(run.saved.start.id, place.handles.folder);
  if (saved === null || isFileRun(saved)) throw new Error('nothing was kept');
  return saved;
}
