// A saved run, read back: from the browser's storage, or from a file in a folder that anybody may have written to. All of it
// holds together, or it is none.
import type { PartlyGiven } from '../decode/transfer.ts';
import type { OutputFormat } from '../pack/packer.ts';
import type { FilePrefix } from '../sink/place/private-file.ts';
import { isArchiveName } from './archive-name.ts';
import { isCount, isListOf, isOneOf, isRecord, isText, isTime } from './guards.ts';
import { isIssue } from './parse-issue.ts';
import { isSelection } from './parse-selection.ts';
import { isRunId } from './run-id.ts';
import { parseSaidOfAll } from './said-of-all.ts';
import {
  savedVersion,
  type FileCut,
  type FileProgress,
  type FileStart,
  type FolderChoices,
  type FolderProgress,
  type FolderStart,
  type NamesInFolder,
  type PartIdentity,
  type PlanPrint,
  type RunSoFar,
  type SavedRun,
} from './saved-run.ts';
import type { StepRange } from './step-ranges.ts';

/** Null where it is not what this program saves. */
export function parseRun(value: unknown): SavedRun | null {
  if (!isRecord(value)) return null;
  const { start, progress } = value;
  if (!isRecord(start) || !isRecord(progress) || !isBegun(start) || !isSoFar(progress)) return null;
  const saidOfAll = parseSaidOfAll(progress['saidOfAll']);
  return saidOfAll && withProgress(start, { ...progress, saidOfAll });
}

type Fields = Readonly<Record<string, unknown>>;

/** Null where the one does not fit the other. */
function withProgress(start: Fields, progress: Fields & Pick<RunSoFar, 'saidOfAll'>): SavedRun | null {
  if (isFolderStart(start)) {
    if (!isFolderProgress(progress)) return null;
    const { begunUntil, done } = progress;
    const fits = begunUntil <= start.print.stepCount && done.every(([, until]) => until <= begunUntil);
    return fits ? { start, progress } : null;
  }
  if (!isFileStart(start) || !isFileProgress(progress)) return null;
  return fitsFormat(start, progress) ? { start, progress } : null;
}

function isBegun(value: Fields): boolean {
  return (
    value['version'] === savedVersion &&
    isRunId(value['id']) &&
    isTime(value['startedMs']) &&
    isText(value['backup']) &&
    isListOf(isPart)(value['parts']) &&
    isChoices(value['choices']) &&
    isPrint(value['print']) &&
    isCount(value['size'])
  );
}

function isFolderStart(value: Fields): value is Fields & FolderStart {
  const { target, choices } = value;
  return (
    isRecord(target) &&
    target['kind'] === 'folder' &&
    isText(target['name']) &&
    isRecord(choices) &&
    isExisting(choices['existing']) &&
    isRefused(choices['refused']) &&
    isListOf(isNamesInFolder)(value['namesBefore'])
  );
}

function isFileStart(value: Fields): value is Fields & FileStart {
  const { target } = value;
  return isRecord(target) && isFormat(target['kind']) && isText(target['name']) && isPageName(target['page']);
}

/** As pages name themselves: it becomes a file's name. */
function isPageName(value: unknown): boolean {
  return isText(value) && /^[\w-]{1,100}$/.test(value);
}

function isFileProgress(value: Fields): value is Fields & FileProgress {
  const { cut } = value;
  return (
    isCount(value['doneUntil']) && isCut(cut) && (value['underWay'] === null || isUnderWay(value['underWay'], cut))
  );
}

function isCut(value: unknown): value is FileCut {
  return (
    isRecord(value) &&
    isPrefix(value['output']) &&
    isCount(value['archiveSize']) &&
    (value['directory'] === null || (isPrefix(value['directory']) && isCount(value['directory']['count'])))
  );
}

function isPrefix(value: unknown): value is Fields & FilePrefix {
  return isRecord(value) && isCount(value['size']) && isCount(value['crc32']);
}

function isUnderWay(value: unknown, cut: FileCut): boolean {
  if (!isRecord(value) || !isRecord(value['soFar']) || !isCut(value['begun'])) return false;
  const { soFar, begun } = value;
  if (!isCount(soFar['proved']) || !isCount(soFar['read'])) return false;
  const room = cut.archiveSize - begun.archiveSize;
  // What was proved alone is not in the output; of what is given, a header is there too.
  if (soFar['is'] === 'proving') return isCount(soFar['crc32']) && isPrefix(soFar['packed']) && room === 0;
  return soFar['is'] === 'giving' && isPartlyGiven(soFar, room);
}

function isPartlyGiven({ proved, proof, packedCrc32, given, givenCrc32 }: Fields, room: number): boolean {
  if (!isRecord(proof) || !isCount(proof['crc32']) || !isCount(packedCrc32)) return false;
  if (!isCount(given) || !isCount(givenCrc32)) return false;
  const { packing } = proof;
  if (!isRecord(packing) || !isMethod(packing['method']) || !isCount(packing['size'])) return false;
  const fitsSize = packing['method'] === 'deflate' || packing['size'] === proved;
  return fitsSize && given > 0 && given <= packing['size'] && given < room;
}

function fitsFormat({ target: { kind }, print, size }: FileStart, { doneUntil, underWay, cut }: FileProgress): boolean {
  const fitsPlan = doneUntil + (underWay === null ? 0 : 1) <= print.stepCount && (underWay?.soFar.proved ?? 0) <= size;
  return fitsPlan && [cut, underWay?.begun ?? cut].every((one) => isCutOf(kind, one, doneUntil));
}

function isCutOf(kind: OutputFormat, { output, archiveSize, directory }: FileCut, doneUntil: number): boolean {
  const isOfKind = (directory !== null) === (kind === 'zip') && (kind === 'tar.gz' || output.size === archiveSize);
  // A step makes one member at the most.
  return isOfKind && (directory?.count ?? 0) <= doneUntil;
}

function isFolderProgress(value: Fields): value is Fields & FolderProgress {
  return (
    isCount(value['begunUntil']) &&
    isListOf(isRange)(value['done']) &&
    isListOf(isText)(value['undone']) &&
    isTime(value['savedMs']) &&
    (value['archive'] === null || isArchiveName(value['archive']))
  );
}

function isSoFar(value: Fields): boolean {
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
const isMethod = isOneOf<PartlyGiven['proof']['packing']['method']>({ stored: true, deflate: true });
const isFormat = isOneOf<OutputFormat>({ zip: true, tar: true, 'tar.gz': true });

function isChoices(value: unknown): boolean {
  return (
    isRecord(value) &&
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
