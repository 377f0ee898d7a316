// What the names of a backup come up against in a chosen folder: asked of the folder, for the choice before a run and for the
// plan of the run.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { RefusedPolicy, RefusedSummary } from '../plan/folder-rules.ts';
import { makePlan, type Plan } from '../plan/make-plan.ts';
import { keyFor } from '../plan/name-key.ts';
import { hasTwins, questionsFor, questionsForEncoded } from '../plan/name-questions.ts';
import { summaryOf } from '../plan/refused-summary.ts';
import { RefusedNames } from '../sink/probe-folder.ts';
import { ownSpelling, probeSpelling } from '../sink/probe-spelling.ts';

/** A backup, and the plan of it for a place that takes all names. */
export interface Planned {
  readonly index: ArchiveIndex;
  readonly plan: Plan;
}

/** A name made for a refused one may be odd in its turn. Few are. */
const mostRounds = 3;

/** Null where the folder takes every name. Writes nothing. */
export async function surveyNames(
  folder: FileSystemDirectoryHandle,
  { index, plan }: Planned,
): Promise<RefusedSummary | null> {
  const { refuses } = await askedNames(folder, plan);
  return summaryOf(makePlan(index, { refuses, key: (name) => name, policy: 'side-zip' }), refuses);
}

/** The plan for this folder. May make a file there for a moment, where it takes that to find out (probe-spelling.ts). */
export async function planFor(
  folder: FileSystemDirectoryHandle,
  { index, plan }: Planned,
  policy: RefusedPolicy,
): Promise<Plan> {
  const names = await askedNames(folder, plan);
  const { refuses } = names;
  const mayShare = questionsFor(plan).hasShortNames || hasTwins(index, plan);
  const spelling = mayShare ? await probeSpelling(folder) : ownSpelling;
  if (spelling.hasShortNames) names.refuseShortNames();
  if (policy === 'rename')
    for (let round = 0; round < mostRounds; round += 1) await names.ask(questionsForEncoded(plan, refuses));
  return makePlan(index, { refuses, key: keyFor(spelling), policy });
}

async function askedNames(folder: FileSystemDirectoryHandle, plan: Plan): Promise<RefusedNames> {
  const names = new RefusedNames(folder);
  await names.ask(questionsFor(plan).probes);
  return names;
}
