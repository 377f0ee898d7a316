// What a run came to, in facts: the page makes its words from these alone, so a check that did not run cannot be claimed.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Plan } from '../plan/make-plan.ts';
import { selectEntries, type Selection } from '../plan/selection.ts';
import { isLoss, type Issue } from '../problems/issue.ts';
import type { Aside, Destination, Outcome, RunCheck } from './events.ts';

const installer = 'installation/index.php';
/** Entries that can be read, and that an extraction leaves out all the same. */
const ofPlaces: ReadonlySet<Issue['kind']> = new Set([
  ...(['leaves-folder', 'too-deep', 'path-too-long', 'no-name', 'link-leaves-folder'] as const),
]);
/** What may be said of a file that is there under its own name. */
const leavesInPlace: ReadonlySet<Issue['kind']> = new Set(['kept-existing', 'twin-name']);

export interface RunFacts {
  readonly isCancelled: boolean;
  readonly isKept: boolean;
  readonly selection: Selection;
  readonly destination: Destination;
  readonly download: Blob | null;
  readonly filesWritten: number;
  readonly bytesWritten: number;
  readonly filesCompared: number;
  readonly filesHashed: number;
  readonly elapsedMs: number;
  /** Every issue of the run. */
  readonly issues: readonly Issue[];
}

/** @param index of the whole archive. @param plan of what was chosen of it */
export function toOutcome(source: JoinedSource, index: ArchiveIndex, plan: Plan, facts: RunFacts): Outcome {
  const { isCancelled, isKept, selection, issues, destination, download } = facts;
  // Half an archive is not kept.
  const isTest = destination.kind === 'test';
  const hasFiles = !isCancelled || isTest || destination.kind === 'folder';
  const filesTotal = fileCount(index);
  const filesChosen = selection === null ? filesTotal : fileCount(selectEntries(index, selection));
  const isComplete =
    !isCancelled && facts.filesWritten === filesChosen && !issues.some(isTest ? isLossOfArchive : isLoss);
  return {
    isCancelled,
    isKept,
    format: index.format,
    destination,
    download,
    filesWritten: hasFiles ? facts.filesWritten : 0,
    filesCompared: hasFiles ? facts.filesCompared : 0,
    filesHashed: facts.filesHashed,
    aside: asideOf(issues),
    filesKept: issues.filter((issue) => issue.kind === 'kept-existing').length,
    isSelection: selection !== null,
    filesChosen,
    filesTotal,
    bytesWritten: hasFiles ? facts.bytesWritten : 0,
    partsCount: source.parts.length,
    entriesTotal: index.entries.length,
    elapsedMs: facts.elapsedMs,
    isComplete,
    checks: isCancelled ? [] : [...index.checks, ...entryChecks(index, plan, facts), ...outputChecks(facts)],
    hasInstaller: !isTest && hasInstaller(plan, facts),
  };
}

function fileCount({ entries }: ArchiveIndex): number {
  return entries.filter(({ kind }) => kind === 'file').length;
}

/** Those of the archive itself, not of where its entries would go. */
function isLossOfArchive(issue: Issue): boolean {
  return isLoss(issue) && !ofPlaces.has(issue.kind);
}

function outputChecks({ filesCompared }: RunFacts): readonly RunCheck[] {
  return filesCompared > 0 ? ['read-back'] : [];
}

function asideOf(issues: readonly Issue[]): readonly Aside[] {
  return issues.flatMap((issue) =>
    issue.kind === 'put-aside' ? [{ name: issue.archive, count: issue.paths.length }] : [],
  );
}

/** Written by this run, or left from before. */
function hasInstaller(plan: Plan, { isCancelled, issues }: RunFacts): boolean {
  const step = plan.steps.find(({ kind, path }) => kind === 'file' && path.join('/') === installer);
  if (step === undefined || isCancelled) return false;
  const { path } = step.entry;
  return !issues.some((issue) => {
    if (issue.kind === 'put-aside') return issue.paths.includes(path);
    return 'path' in issue && issue.path === path && !leavesInPlace.has(issue.kind);
  });
}

/** The checks that decoding made on every file written, if there is one and none failed. */
function entryChecks(index: ArchiveIndex, plan: Plan, { issues, ...facts }: RunFacts): readonly RunCheck[] {
  if (facts.filesWritten === 0 || issues.some((issue) => issue.kind === 'damaged' || issue.kind === 'unsupported'))
    return [];
  const steps = [...plan.steps, ...plan.aside];
  const data = steps.flatMap((step) => (step.kind === 'file' && step.entry.size > 0 ? [step.entry.data] : []));
  const checks: RunCheck[] = ['every-size'];
  if (data.some((run) => run.in === 'deflate' || run.in === 'chunks')) checks.push('every-stream-end');
  const isSummed = data.every((run) => run.in === 'foreign' || 'crc32' in run);
  if (index.format === 'zip' && data.length > 0 && isSummed) checks.push('every-checksum');
  return checks;
}
