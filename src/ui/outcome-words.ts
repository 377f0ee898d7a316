// The result of a run in honest words. They are made from the list of checks that ran and held, and from nothing else:
// what was not checked is not claimed. No format here can prove that a file is unchanged but ZIP, by its checksums.
import type { Outcome, RunCheck, RunUpdate } from '../extract/events.ts';
import { isLoss } from '../problems/issue.ts';
import { bytes, count, counted } from './format.ts';
import { chosenMeaning, chosenTitle, chosenWritten } from './chosen-words.ts';
import { comparedFiles, labelsOf } from './outcome-labels.ts';
import { judgedTest, testedTitle } from './tested-words.ts';
import type { Judgement, Result, Verdict } from './verdict.ts';

const heldWords = {
  'part-count': (run) => `The number of parts is the one the archive states: ${count(run.partsCount)}.`,
  'entry-count': (run) => `The archive announces ${counted(run.entriesTotal, 'entry', 'entries')}, and holds as many.`,
  'total-size': (run) =>
    `The sizes of ${run.isSelection ? 'all its' : 'the'} files add up to the total that the archive states.`,
  'packed-size': () => 'The packed sizes add up to the total that the archive states.',
  'end-mark': () => 'The mark that closes the archive is there.',
  'every-size': (run) => `Every ${fileOf(run)} has exactly the size stated for it.`,
  'every-stream-end': (run) => `Every compressed ${fileOf(run)} ends exactly where it should.`,
  'every-checksum': (run) => `Every ${fileOf(run)} agrees with its checksum in the archive.`,
  'read-back': (run) => `${comparedFiles(run)} read back after writing, with the same content.`,
} satisfies Record<RunCheck, (run: Outcome) => string>;

/** A test writes none. */
function fileOf({ destination }: Outcome): string {
  return destination.kind === 'test' ? 'file' : 'file written';
}

const order = Object.keys(heldWords);

/** A missing piece is noticed for certain only where pieces were counted, measured and followed to their ends. */
const completeness: readonly RunCheck[] = ['entry-count', 'every-size', 'every-stream-end'];

function limits(run: Outcome): string {
  const within = run.isSelection ? 'in the files you chose, ' : '';
  const held = new Set(run.checks);
  const noticed = completeness.every((check) => held.has(check))
    ? `${within}a missing or cut piece is noticed, but a single changed bit inside a file only sometimes`
    : `${within}a changed bit inside a file is noticed only sometimes`;
  switch (run.format) {
    case 'jpa':
      return `JPA archives hold no checksums: ${noticed}.`;
    case 'jps':
      return `JPS archives are encrypted but hold no checksums and no seal: ${noticed}, and a deliberate change by someone who knows the password need not be.`;
    case 'zip':
      return held.has('every-checksum')
        ? 'A checksum shows damage. It does not show a deliberate change, because whoever changes a file can change its checksum too.'
        : `Not every file was compared with a checksum: ${noticed}.`;
    default:
      return run.format satisfies never;
  }
}

/** Nothing is lost, and files stand in the folder as they did before, because that was the choice. */
function isAsChosen({ outcome, issues }: Result): boolean {
  const { isCancelled, filesWritten, filesKept, filesChosen } = outcome;
  return !isCancelled && filesKept > 0 && filesWritten + filesKept === filesChosen && !issues.some(isLoss);
}

function judged(result: Result): Judgement {
  if (result.outcome.destination.kind === 'test') return judgedTest(result);
  const { isCancelled, isComplete, isSelection, filesChosen } = result.outcome;
  if (isCancelled) return { title: 'Stopped', tone: 'warn', meaning: null };
  if (isComplete && isSelection && filesChosen > 0)
    return { title: 'All you chose', tone: 'good', meaning: chosenMeaning(result.outcome) };
  if (isComplete && filesChosen > 0) return { title: 'Complete', tone: 'good', meaning: null };
  if (isComplete) return { title: 'No files', tone: 'plain', meaning: 'There was no file to write.' };
  if (isAsChosen(result)) {
    const meaning = 'What was in the folder already stayed as it was, and was not compared with the backup.';
    return { title: 'As you chose', tone: 'plain', meaning };
  }
  const meaning =
    'Something is missing or not as the archive states it. Read the warnings below before you rely on these files.';
  return { title: 'Not complete', tone: 'warn', meaning };
}

export function verdict(result: Result): Verdict {
  const { outcome, issues } = result;
  const hasFiles = outcome.filesWritten > 0;
  const checks = [...new Set(outcome.checks)]
    .filter((check) => hasFiles || !check.startsWith('every-'))
    .sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return {
    ...judged(result),
    labels: labelsOf(outcome, issues),
    held: checks.map((check) => heldWords[check](outcome)),
    limits: hasFiles ? limits(outcome) : null,
  };
}

/** The heading of the Done face. */
export function doneTitle(result: Result): string {
  const { isComplete, isSelection, filesWritten, filesChosen, filesTotal, entriesTotal, destination } = result.outcome;
  if (destination.kind === 'test' && filesTotal > 0) return testedTitle(result.outcome);
  if (filesTotal === 0) return entriesTotal === 0 ? 'This backup is empty.' : 'There are no files in this backup.';
  if (filesChosen === 0) return 'There are no files among what you chose.';
  if (filesWritten === 0 && isAsChosen(result)) return 'No file was written: all were there before.';
  if (filesWritten === 0) return 'No file was written.';
  if (isSelection && !isAsChosen(result)) return chosenTitle(result.outcome);
  if (destination.kind !== 'folder')
    return isComplete ? 'Your file is ready.' : 'Your file is ready, but not everything is in it.';
  if (isComplete) return 'Your files are out.';
  if (isAsChosen(result)) return 'The files that were not there before are out.';
  return filesWritten === filesTotal
    ? 'Every file that was found is out, but something is amiss.'
    : 'Your files are out, but not all of them.';
}

/** "24,091 of 24,093 files, 209 MB": without the "of" where all were written. */
export function writtenWords(run: Outcome): string {
  if (run.filesTotal === 0) {
    if (run.entriesTotal === 0) return 'Nothing in it';
    return run.entriesTotal === 1 ? '1 entry, not a file' : `${count(run.entriesTotal)} entries, no file among them`;
  }
  if (run.isSelection) return chosenWritten(run);
  const files =
    run.filesWritten === run.filesTotal
      ? counted(run.filesTotal, 'file')
      : `${count(run.filesWritten)} of ${counted(run.filesTotal, 'file')}`;
  return `${files}, ${bytes(run.bytesWritten)}`;
}

/** "1,204 of 3,000 files were settled, 12 MB written": all that is known of a run that never told its outcome. */
export function lastSeenWords(update: RunUpdate | null): string {
  if (update === null) return 'The run had told nothing yet';
  const { filesDone, filesTotal, bytesWritten } = update;
  const files = `${count(filesDone)} of ${counted(filesTotal, 'file')} ${filesDone === 1 ? 'was' : 'were'} settled`;
  return `At the last count ${files}, ${bytes(bytesWritten)} written`;
}
