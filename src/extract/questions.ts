// What a run asks when something fails that it can survive: which answers there are, and whether time alone may mend it.
import type { Entry } from '../archive/entry.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { ErrorCode, ExtractError, Problem } from '../problems/extract-error.ts';
import type { Damage } from '../problems/issue.ts';
import type { HoldAnswer } from './hold.ts';
import type { Question } from './run-control.ts';
import { toProblem } from './wire.ts';

interface Survivable {
  readonly answers: readonly HoldAnswer[];
  readonly isTransient: boolean;
}

/** Nothing can be written before this is mended: leaving one file out would not help. */
const wholeFolder: Survivable = { answers: ['retry', 'stop'], isTransient: false };
/** One file's own trouble. */
const oneFile: Survivable = { answers: ['retry', 'skip', 'skip-all', 'stop'], isTransient: true };

const survivable: Partial<Record<ErrorCode, Survivable>> = {
  'disk-full': wholeFolder,
  'folder-refused': wholeFolder,
  'folder-gone': wholeFolder,
  'folder-read-only': wholeFolder,
  'folder-changed': wholeFolder,
  'part-unreadable': oneFile,
  'write-failed': oneFile,
  'write-blocked': { ...oneFile, isTransient: false },
  // A disk that changes what it is given is the user's to know of at once.
  'read-back-differs': { ...oneFile, isTransient: false },
  'write-stuck': { answers: ['retry', 'skip', 'stop'], isTransient: false },
  // Waiting is all that can be gone on with.
  'folder-stuck': { answers: ['retry', 'stop'], isTransient: false },
  'output-stuck': { answers: ['retry', 'stop'], isTransient: false },
};

/** @param attempts how often it was tried again already. Null for what ends the run. */
export function questionAbout(error: ExtractError, attempts: number): Question | null {
  const kind = survivable[error.code];
  if (kind === undefined) return null;
  // Of a part that cannot be read, every file in it says so.
  const isOneThing = error.code === 'part-unreadable';
  return { ...kind, problem: toProblem(error), attempts, group: groupOf(error), isOneThing };
}

/**
 * What is said of all is said of what was shown: this part, and not another; files that fail for this reason, as files that
 * are locked, and not for another, as a disk with a fault.
 */
function groupOf({ code, where }: ExtractError): string {
  if (code === 'part-unreadable') return `${code} ${where.part ?? ''}`;
  return code === 'write-failed' ? `${code} ${where.text ?? ''}` : code;
}

/** The archive beside the files could not be made: it can be, from its start, once that is mended. Null for what ends the run. */
export function questionAboutArchive(error: ExtractError): Question | null {
  if (error.code !== 'output-failed' && questionAbout(error, 0) === null) return null;
  return { ...wholeFolder, problem: toProblem(error), attempts: 0, group: error.code, isOneThing: false };
}

interface Lost {
  readonly damage: Damage;
  /** Could a piece of it be had? */
  readonly canKeep: boolean;
}

/** The data of an entry is damaged: the user says whether the run goes on without it. */
export function questionAboutDamage({ path, data }: Entry, { damage, canKeep }: Lost, source: JoinedSource): Question {
  const place = 'span' in data ? source.locate(data.span.offset) : null;
  const where = place === null ? {} : { part: place.part, offset: place.offset };
  const problem: Problem = { code: 'entry-damaged', where: { entry: path, damage, ...where } };
  const answers: readonly HoldAnswer[] = canKeep
    ? ['skip', 'keep', 'skip-all', 'keep-all', 'stop']
    : ['skip', 'skip-all', 'stop'];
  return { problem, answers, isTransient: false, attempts: 0, group: problem.code, isOneThing: false };
}
