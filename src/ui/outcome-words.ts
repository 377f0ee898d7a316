// The result of a run in honest words. They are made from the list of checks that ran and held, and from nothing else:
// what was not checked is not claimed. No format here can prove that a file is unchanged but ZIP, by its checksums.
import type { Outcome, RunCheck } from '../extract/events.ts';
import { bytes, count, counted } from './format.ts';

export interface Verdict {
  readonly title: 'Complete' | 'Not complete' | 'Stopped';
  readonly tone: 'good' | 'warn';
  /** One sentence each for the checks that held. */
  readonly held: readonly string[];
  /** What these checks cannot see in this format. */
  readonly limits: string;
}

const heldWords = {
  'part-count': (run) => `The number of parts is the one the archive states: ${count(run.partsCount)}.`,
  'entry-count': (run) => `All ${counted(run.entriesTotal, 'entry', 'entries')} that the archive announces are in it.`,
  'total-size': () => 'The sizes of the files add up to the total that the archive states.',
  'packed-size': () => 'The packed sizes add up to the total that the archive states.',
  'end-mark': () => 'The mark that closes the archive is there.',
  'every-size': () => 'Every file written has exactly the size stated for it.',
  'every-stream-end': () => 'Every compressed file written ends exactly where it should.',
  'every-checksum': () => 'Every file written agrees with its checksum in the archive.',
} satisfies Record<RunCheck, (run: Outcome) => string>;

const order = Object.keys(heldWords);

/** A missing piece is noticed for certain only where pieces were counted, measured and followed to their ends. */
const completeness: readonly RunCheck[] = ['entry-count', 'every-size', 'every-stream-end'];

function limits(run: Outcome): string {
  const held = new Set(run.checks);
  const noticed = completeness.every((check) => held.has(check))
    ? 'a missing or cut piece is noticed, but a single changed bit inside a file only sometimes'
    : 'a changed bit inside a file is noticed only sometimes';
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

export function verdict(run: Outcome): Verdict {
  const checks = [...new Set(run.checks)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return {
    title: run.isCancelled ? 'Stopped' : run.isComplete ? 'Complete' : 'Not complete',
    tone: run.isComplete && !run.isCancelled ? 'good' : 'warn',
    held: checks.map((check) => heldWords[check](run)),
    limits: limits(run),
  };
}

/** The heading of the Done face. */
export function doneTitle(run: Outcome): string {
  if (run.filesWritten === 0 && run.filesTotal > 0) return 'No file was written.';
  return run.isComplete ? 'Your files are out.' : 'Your files are out, but not all of them.';
}

/** "24,091 of 24,093 files, 209 MB, in 16 seconds": without the "of" where all were written. */
export function writtenWords(run: Outcome): string {
  const files =
    run.filesWritten === run.filesTotal
      ? counted(run.filesTotal, 'file')
      : `${count(run.filesWritten)} of ${counted(run.filesTotal, 'file')}`;
  return `${files}, ${bytes(run.bytesWritten)}`;
}
