// The result of a test in honest words: what was read, and what that is worth.
import type { Outcome } from '../extract/events.ts';
import { isLoss, type Issue } from '../problems/issue.ts';
import { count, counted } from './format.ts';
import { labelsOf } from './outcome-labels.ts';
import type { Judgement, Result } from './verdict.ts';
import { listed, words, type Words } from './words.ts';

/** Names of each kind. */
const mostNamed = 10;

export function judgedTest({ outcome, issues }: Result): Judgement {
  const { isCancelled, isComplete, filesTotal } = outcome;
  if (isCancelled) return { title: 'Stopped', tone: 'warn', meaning: null };
  if (!isComplete) {
    const meaning =
      'Something is missing or damaged. Do not restore a site from this backup before you have read the list below.';
    return { title: 'Not complete', tone: 'warn', meaning };
  }
  if (filesTotal === 0) return { title: 'No files', tone: 'plain', meaning: 'There was no file to read.' };
  if (!labelsOf(outcome).some(({ name }) => name === 'Complete')) {
    const meaning = 'Every file that was found could be read. Whether these are all could not be compared.';
    return { title: 'Readable', tone: 'plain', meaning };
  }
  const left = issues.filter(isLoss).length;
  if (left === 0) return { title: 'Complete', tone: 'good', meaning: null };
  const meaning = `${counted(left, 'entry', 'entries')} could be read, but an extraction would leave ${left === 1 ? 'it' : 'them'} out: the list below says why.`;
  return { title: 'Complete', tone: 'plain', meaning };
}

/** The heading. */
export function testedTitle(run: Outcome): string {
  if (!run.isComplete)
    return run.filesWritten === run.filesTotal
      ? 'Every file could be read, but something is amiss.'
      : `Only ${count(run.filesWritten)} of ${counted(run.filesTotal, 'file')} could be read.`;
  const names = new Set(labelsOf(run).map(({ name }) => name));
  if (names.has('Complete') && names.has('Checksummed')) return 'The backup is complete, and its checksums agree.';
  return names.has('Complete') ? 'The backup is complete.' : 'Every file could be read.';
}

/** "Missing parts: site.j02. Missing or damaged: a.php, b.php and 4 more." Null where nothing is, by name. */
export function missingWords(issues: readonly Issue[]): Words | null {
  const parts = issues.flatMap((issue) => (issue.kind === 'parts-left-out' ? issue.parts : []));
  const files = issues.flatMap((issue) =>
    issue.kind === 'damaged' || issue.kind === 'unsupported' ? [issue.path] : [],
  );
  if (parts.length + files.length === 0) return null;
  const ofParts =
    parts.length === 0
      ? words``
      : words`Missing ${parts.length === 1 ? 'part' : 'parts'}: ${listed(parts, mostNamed)}. `;
  return files.length === 0 ? ofParts : words`${ofParts}Missing or damaged: ${listed(files, mostNamed)}.`;
}
