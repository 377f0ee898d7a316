// The three words that a result may be called by, and what each means. Each is made from the checks that ran and held: where
// one did not, its word is not said. There is no fourth: nothing here can prove more.
import type { Outcome, RunCheck } from '../extract/events.ts';
import type { Issue } from '../problems/issue.ts';
import { count, counted } from './format.ts';

export interface Label {
  readonly name: 'Complete' | 'Checksummed' | 'Compared';
  readonly sentence: string;
}

/** Without these nobody knows whether a piece is missing. */
const structure: readonly RunCheck[] = ['entry-count', 'every-size'];

/** @param issues of the run: what was left out is not said to be there */
export function labelsOf(run: Outcome, issues: readonly Issue[] = []): readonly Label[] {
  const held = new Set(run.checks);
  const labels: Label[] = [];
  if (run.isComplete && !run.isSelection && run.filesTotal > 0 && structure.every((check) => held.has(check)))
    labels.push({ name: 'Complete', sentence: completeWords(run, held, linksLeftOut(issues)) });
  if (held.has('every-checksum'))
    labels.push({
      name: 'Checksummed',
      sentence: `Every file${chosen(run)} agrees with the CRC-32 that the archive holds for it.`,
    });
  if (held.has('read-back')) labels.push({ name: 'Compared', sentence: comparedWords(run) });
  return labels;
}

function chosen({ isSelection }: Outcome): string {
  return isSelection ? ' you chose' : '';
}

function linksLeftOut(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.kind === 'links-left-out' ? issue.links.length : 0), 0);
}

/** @param links that a folder could not take */
function completeWords(run: Outcome, held: ReadonlySet<RunCheck>, links: number): string {
  const entries = `${count(run.entriesTotal - links)} of ${counted(run.entriesTotal, 'entry', 'entries')}`;
  const parts = held.has('part-count') ? `, ${count(run.partsCount)} of ${counted(run.partsCount, 'part')}` : '';
  const size = held.has('total-size') ? `, ${counted(run.bytesWritten, 'byte')}` : '';
  const ends = held.has('every-stream-end') ? ', and every compressed file ends where it should' : '';
  const facts = `${entries}${parts}${size}`;
  if (links === 0) return `${facts}: everything that the archive announces is there${ends}.`;
  const others = links === 1 ? 'one is a symbolic link' : `${count(links)} are symbolic links`;
  return `${facts}: every file and folder that the archive announces is there${ends}. The other ${others}, which a browser cannot make: the restore script does, unless it would lead out of the folder.`;
}

/** "3 of 4 files were" */
export function comparedFiles(run: Outcome): string {
  const { filesCompared, filesChosen } = run;
  return `${count(filesCompared)} of ${counted(filesChosen, 'file')}${chosen(run)} ${filesCompared === 1 ? 'was' : 'were'}`;
}

function comparedWords(run: Outcome): string {
  const others =
    run.filesCompared < run.filesChosen
      ? ' The others were written before the run was continued, were there already, or could not be written.'
      : '';
  return `${comparedFiles(run)} read back after writing, and every byte is the one that came out of the backup.${others} A computer may answer from its memory what it has just written: that the disk holds it, and keeps it, only time can tell.`;
}
