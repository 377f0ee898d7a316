// A saved run, read back: from the browser's storage, or from a file in a folder that anybody may have written to. All of it
// holds together, or it is none.
import { isArchiveName } from './archive-name.ts';
import { isCount, isListOf, isOneOf, isRecord, isText, isTime } from './guards.ts';
import { isIssue } from './parse-issue.ts';
import { isSelection } from './parse-selection.ts';
import { isRunId } from './run-id.ts';
import {
  savedVersion,
  type FolderChoices,
  type NamesInFolder,
  type PartIdentity,
  type PlanPrint,
  type RunProgress,
  type RunStart,
  type SavedRun,
} from './saved-run.ts';
import type { StepRange } from './step-ranges.ts';

/** Null where it is not what this program saves. */
export function parseRun(value: unknown): SavedRun | null {
  if (!isRecord(value)) return null;
  const { start, progress } = value;
  if (!isStart(start) || !isProgress(progress)) return null;
  const { stepCount } = start.print;
  const fits = progress.begunUntil <= stepCount && progress.done.every(([, until]) => until <= progress.begunUntil);
  return fits ? { start, progress } : null;
}

function isStart(value: unknown): value is RunStart {
  return (
    isRecord(value) &&
    value['version'] === savedVersion &&
    isRunId(value['id']) &&
    isTime(value['startedMs']) &&
    isText(value['backup']) &&
    isListOf(isPart)(value['parts']) &&
    isTarget(value['target']) &&
    isChoices(value['choices']) &&
    isPrint(value['print']) &&
    isCount(value['size']) &&
    isListOf(isNamesInFolder)(value['namesBefore'])
  );
}

function isTarget(value: unknown): value is RunStart['target'] {
  return isRecord(value) && value['kind'] === 'folder' && isText(value['name']);
}

function isProgress(value: unknown): value is RunProgress {
  return (
    isRecord(value) &&
    isCount(value['begunUntil']) &&
    isListOf(isRange)(value['done']) &&
    isListOf(isText)(value['undone']) &&
    isTime(value['savedMs']) &&
    (value['archive'] === null || isArchiveName(value['archive'])) &&
    isSoFar(value)
  );
}

function isSoFar(value: Readonly<Record<string, unknown>>): boolean {
  return (
    isCount(value['filesDone']) &&
    isCount(value['bytesDone']) &&
    isCount(value['filesWritten']) &&
    isCount(value['bytesWritten']) &&
    isTime(value['elapsedMs']) &&
    isListOf(isIssue)(value['issues'])
  );
}

function isPart(value: unknown): value is PartIdentity {
  return (
    isRecord(value) &&
    isText(value['name']) &&
    isCount(value['size']) &&
    isSum(value['firstCrc32']) &&
    isSum(value['lastCrc32'])
  );
}

function isSum(value: unknown): value is number | null {
  return value === null || isCount(value);
}

function isPrint(value: unknown): value is PlanPrint {
  return isRecord(value) && isCount(value['stepCount']) && isCount(value['crc32']);
}

const isExisting = isOneOf<FolderChoices['existing']>({ overwrite: true, skip: true, 'keep-both': true });
const isRefused = isOneOf<FolderChoices['refused']>({ 'side-zip': true, rename: true, skip: true });

function isChoices(value: unknown): value is FolderChoices {
  return (
    isRecord(value) &&
    isExisting(value['existing']) &&
    isRefused(value['refused']) &&
    typeof value['salvages'] === 'boolean' &&
    typeof value['skipsDamage'] === 'boolean' &&
    typeof value['keepsDamaged'] === 'boolean' &&
    typeof value['keepsOutside'] === 'boolean' &&
    typeof value['comparesAfterWriting'] === 'boolean' &&
    isSelection(value['selection']) &&
    (value['pace'] === null || isPace(value['pace']))
  );
}

function isPace(value: unknown): value is NonNullable<FolderChoices['pace']> {
  return isRecord(value) && isTime(value['minStepMs']) && isTime(value['maxStepMs']);
}

function isNamesInFolder(value: unknown): value is NamesInFolder {
  return Array.isArray(value) && value.length === 2 && isText(value[0]) && isListOf(isText)(value[1]);
}

function isRange(value: unknown): value is StepRange {
  return Array.isArray(value) && value.length === 2 && isCount(value[0]) && isCount(value[1]) && value[0] < value[1];
}
