// An archive that was read once goes another way: the run of the product, from the choice of entries to the outcome, into a
// folder that refuses names as a browser on Windows does, or into one file. What lies there is audited (audit.ts).
import type { ArchiveIndex } from '../../../src/archive/entry.ts';
import { ChosenEntries } from '../../../src/extract/chosen-entries.ts';
import { FolderNames } from '../../../src/extract/folder-names.ts';
import type { ReadyBackup } from '../../../src/extract/ready-backup.ts';
import { runBackup } from '../../../src/extract/run-backup.ts';
import type { Target } from '../../../src/extract/worker-api.ts';
import type { JoinedSource } from '../../../src/parts/joined-source.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { selectionOf } from '../../../src/plan/selection.ts';
import type { Issue } from '../../../src/problems/issue.ts';
import { onWindows } from '../../extract/odd-folder.ts';
import { usual } from '../../extract/session-files.ts';
import { FakeFolder } from '../../support/fake-folder.ts';
import { sumsHere } from '../../support/sums-here.ts';
import type { Delivered } from '../judging-sink.ts';
import { UnaskedControl } from '../unasked-control.ts';
import { Audit } from './audit.ts';
import { readFolder, readOutput } from './read-output.ts';
import { choiceOf, type Way } from './way.ts';

export interface ReadArchive {
  readonly source: JoinedSource;
  readonly index: ArchiveIndex;
  /** What a run into a place that takes everything has delivered, and was judged. */
  readonly tree: ReadonlyMap<string, Delivered>;
}

/** Names of the seeds and of the side ZIP, so that they are in the way. */
const earlier = ['plain.txt', 'unstow-refused-names.zip', 'php%2Eini'].map(
  (name) => [name, `earlier ${name}`] as const,
);

/** @returns what was told. @throws where an invariant does not hold */
export async function goAnotherWay(way: Way, { source, index, tree }: ReadArchive): Promise<readonly Issue[]> {
  const isChosen = choiceOf(way, index.entries.length);
  const selection = selectionOf(index.entries.length, isChosen);
  const choices = { ...usual, selection };
  const chosen = new ChosenEntries().from(readyOf(source, index), choices);

  const folder = new FakeFolder(onWindows);
  if (way.isUsed) for (const [name, content] of earlier) folder.put(name, content);
  const { target, plan } = await aimAt(way, folder, chosen);
  const ready = { ...chosen, plan };
  const { outcome, issues } = await runBackup(ready, {
    ...{ target, choices, isContinued: false, handles: [] },
    ...{ control: new UnaskedControl(), onUpdate: () => undefined, startSumThreads: sumsHere },
    identify: () => Promise.resolve([]),
    prepare: () => Promise.resolve({ ready, kept: null }),
  });

  if (folder.openWritables > 0) throw new Error(`${folder.openWritables} files were left open`);
  const there = readFolder(folder).filter(({ name }) => !way.isUsed || !isEarlier(folder, name));
  const audit = new Audit({ index, isChosen, plan, issues, tree });
  if (target.kind === 'folder') audit.folder(there);
  else {
    const [file, ...others] = there;
    if (file?.name !== output || others.length > 0) throw new Error('not one file was made');
    audit.output(readOutput(target.kind, file.content));
  }
  audit.close(outcome);
  return issues;
}

const output = 'output';

/** Where it goes, and what is planned for there. */
type Aim = Pick<ReadyBackup, 'plan'> & { readonly target: Exclude<Target, { readonly kind: 'test' }> };

async function aimAt({ goal }: Way, folder: FakeFolder, { plan, names }: ReadyBackup): Promise<Aim> {
  const { handle } = folder;
  switch (goal) {
    case 'side-zip':
    case 'rename':
    case 'skip': {
      const aim = { kind: 'folder', folder: handle, existing: 'keep-both', refused: goal, closes: [] } as const;
      return { target: aim, plan: await names.planFor(handle, goal, () => undefined) };
    }
    case 'zip':
    case 'tar':
    case 'tar.gz': {
      const file = await handle.getFileHandle(output, { create: true });
      return { target: { kind: goal, name: output, handle: file, page: '' }, plan };
    }
    default:
      return goal satisfies never;
  }
}

function readyOf(source: JoinedSource, index: ArchiveIndex): ReadyBackup {
  const plan = makePlan(index);
  const found = { id: 0, name: 'site', folder: '', size: source.size, parts: [], problem: null };
  return {
    options: { salvages: false },
    backup: { found, source, files: [], picked: [], sourceWithGaps: source },
    ...{ index, selection: null, plan, names: new FolderNames(index, plan) },
  };
}

/** @throws where a file that was there before is another now */
function isEarlier(folder: FakeFolder, name: string): boolean {
  const file = earlier.find(([known]) => known === name);
  if (file !== undefined && folder.text(name) !== file[1]) throw new Error(`${name} was there before, and has changed`);
  return file !== undefined;
}
