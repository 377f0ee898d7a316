// What a cancelled run leaves in the folder, in honest words: whole files stay, partial ones were removed where that was
// possible, and where the browser was not waited for nobody knows.
import type { Outcome } from '../extract/events.ts';
import type { Issue } from '../problems/issue.ts';
import { counted } from './format.ts';
import type { Running } from './run-state.ts';
import { listed, words, type Words } from './words.ts';

export function keptWords({ isSelection, isKept, filesWritten, filesChosen, destination }: Outcome): string {
  if (destination.kind === 'test') return 'A test writes nothing, so there is nothing to tidy up.';
  if (destination.kind !== 'folder' && isKept) return 'What is done of the file is kept by the browser.';
  if (destination.kind !== 'folder') return 'Nothing was kept: half of such a file is of no use.';
  if (filesWritten === filesChosen)
    return `All files${isSelection ? ' you chose' : ''} were written before the run stopped, and stay in the folder.`;
  if (filesWritten === 0) return 'No file was complete yet.';
  return filesWritten === 1
    ? 'The one file that was complete stays in the folder.'
    : `The ${counted(filesWritten, 'file')} that were complete stay in the folder.`;
}

/** Of a test that did not come to its end. */
const testWorth = 'Of what was not read, nothing is known: test again before you rely on this backup.';

/** May a site be restored from it? */
export function worthWords({ isSelection, filesWritten, filesChosen, destination }: Outcome): string {
  if (destination.kind === 'test') return testWorth;
  if (destination.kind !== 'folder')
    return `To have ${isSelection ? 'what you chose' : 'the backup'} in one file, let the run come to its end.`;
  return filesWritten === filesChosen
    ? 'The run was stopped before its last checks: extract again before you rely on these files.'
    : 'This is not the whole backup: do not restore a site from it.';
}

/** Of a run that was stopped while it asked. On file:// the offer is made once the folder is chosen. */
export function laterWords({ destination }: Outcome): string {
  return destination.kind === 'folder'
    ? 'The run can be continued later: the start page offers it, or it is offered when you choose this folder again for the same backup.'
    : 'The run can be continued later: the start page offers it, and can delete what is kept.';
}

/** What became of the partial ones. */
export function removedWords({ destination, filesWritten, filesChosen }: Outcome, issues: readonly Issue[]): Words {
  if (destination.kind === 'test') return [];
  const left = issues.filter((issue) => issue.kind === 'left-behind').map(({ path, writtenAs = path }) => writtenAs);
  const isOne = left.length === 1;
  if (destination.kind !== 'folder') return left.length === 0 ? [] : heldWords(left);
  // Where all were written, none was left half done.
  if (left.length === 0 && filesWritten === filesChosen) return [];
  if (left.length === 0) return words`Files that were only partly written have been removed.`;
  return words`${counted(left.length, 'partly written file')} could not be removed: ${listed(left)}. Delete ${isOne ? 'it' : 'them'} in the folder: ${isOne ? 'it is' : 'they are'} not whole. All other partly written files have been removed.`;
}

/** Of the one file that everything went into, and that the browser was given up over. */
function heldWords(left: readonly string[]): Words {
  return words`But the browser still holds what it was to write: ${listed(left)} may stay behind. Delete it, once the browser has let go of it.`;
}

/** Of a run that was not waited for. */
type LastSeen = Pick<Running, 'destination' | 'update'>;

/** Where the browser was not waited for. */
export function abandonedWords({ destination, update }: LastSeen): string {
  if (destination.kind === 'test') return 'A test writes nothing.';
  if (destination.kind !== 'folder') return (update?.runId ?? null) === null ? strayWords : perhapsKept;
  const closing = update?.closing ?? 0;
  const which =
    closing > 1
      ? `The ${counted(closing, 'file')} that the browser had not closed yet`
      : 'A file that the browser had not closed yet';
  return `${which} may be in the folder, empty (0 bytes) or under a name that ends in .crswap. Delete what is empty, or start again with an empty folder. Files that were complete stay.`;
}

const perhapsKept =
  'What is done of the file may be kept by the browser: if it is, the start page offers to continue the run, and can delete what is kept.';
/** Who has not chosen a file has none that could stay anywhere. */
const strayWords =
  'Half of such a file is of no use. If you chose the file yourself, it may be there, empty (0 bytes), or one under a name that ends in .crswap: delete it.';

/** The same as `worthWords`. */
export function abandonedWorth({ destination }: LastSeen): string {
  if (destination.kind === 'test') return testWorth;
  return destination.kind === 'folder'
    ? 'This is not the whole backup: do not restore a site from it.'
    : 'To have everything in one file, let the run come to its end.';
}
