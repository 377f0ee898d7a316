// What single entries suffered, in words for people: a sentence for every kind of issue, of damage and of changed name.
// The name of the entry stands above its sentence. "Left out" and "goes by the name" are true before, during and after a run.
import { isLoss, type Damage, type Issue, type LeftOutLink, type NameChange } from '../problems/issue.ts';
import { bytes, count, counted } from './format.ts';
import { lineBreakWords } from './line-break-words.ts';
import { listed, named, words, type Words } from './words.ts';

export interface IssueMessage {
  /** The entry concerned; null where it is the archive as a whole. */
  readonly path: string | null;
  readonly sentence: Words;
  /** Is something missing or not as the archive states it, or is this for information? */
  readonly isLoss: boolean;
}

/** "its compressed data is broken" */
export function damageWords(damage: Damage): string {
  switch (damage.what) {
    case 'too-short':
      return `its data ends early, after ${count(damage.found)} of ${counted(damage.expected, 'byte')}`;
    case 'too-long':
      return `its data goes on after the ${counted(damage.expected, 'byte')} that it should hold`;
    case 'impossible-size':
      return `${counted(damage.packedSize, 'byte')} in the archive cannot become the ${count(damage.size)} it states`;
    case 'broken-stream':
      return 'its compressed data is broken';
    case 'checksum':
      return 'its content does not agree with the checksum in the archive';
    case 'header-differs':
      return 'the archive describes it twice, and the two differ';
    case 'beyond-end':
      return 'its data would lie behind the end of the archive';
    case 'broken-seal':
      return 'its encrypted data is broken';
    case 'lost-data':
      return 'some of its data lies in a missing part, or where the archive is damaged';
    case 'shared-data':
      return 'another entry claims some of the same bytes, which no program writes';
    case 'unreadable':
      return 'the part that holds it could not be read';
    default:
      return damage satisfies never;
  }
}

const nameChanges = {
  'leads-out': 'its path leads out of the chosen folder',
  absolute: 'its path began at the root of a disk',
  'drive-letter': 'its path began with a drive letter',
  backslash: 'its name holds a backslash, which some systems take for a folder',
  'control-character': 'its name holds characters that cannot be seen',
  'looks-like-dots': 'its name looks like the two dots that lead out of a folder',
  'bad-encoding': 'its name is not readable as text',
  'same-path':
    'the archive holds another entry of the same name before it; the tool of the backup’s maker would have kept this later one alone',
  'same-name-here': 'another entry, or a file in the folder, has the same name to this computer',
  'same-spelling':
    'its name, or that of a folder above it, differs from an earlier one only by capitals or accents, which this folder takes for the same',
  'refused-name': 'the browser refuses its name in this folder',
  'file-and-folder': 'its name is that of a file and of a folder',
  'name-of-a-part': 'its name is that of a part of the backup itself',
} satisfies Record<NameChange, string>;

function refusedWords(path: string, component: string): Words {
  const which = path === component ? words`this name` : words`the name ${named(component)}`;
  return words`Left out: this browser does not write ${which} into a folder. It goes into one .zip or .tar file like any other.`;
}

function asideWords(archive: string, paths: readonly string[]): Words {
  const [are, their] = paths.length === 1 ? ['is', 'its name'] : ['are', 'their names'];
  return words`${counted(paths.length, 'entry', 'entries')} ${are} in ${named(archive)}, as this folder does not take ${their}, or something else stands there: ${listed(paths)}. Unpack it where the site is to run.`;
}

function keptAt({ writtenAs, archive }: Extract<Issue, { readonly kind: 'kept-damaged' }>): Words {
  return archive === undefined ? words`${named(writtenAs)}` : words`${named(archive)}, as ${named(writtenAs)}`;
}

function leftBehindWords({ reason, writtenAs }: Extract<Issue, { readonly kind: 'left-behind' }>): Words {
  const file = writtenAs === undefined ? 'this file' : named(writtenAs);
  if (reason === 'TimeoutError')
    return words`The browser still holds ${file}, and has not answered. Delete it once the browser has let go of it: nobody knows whether it is whole.`;
  return words`Left out, and what was begun of it could not be removed (${named(reason)}). Delete ${file} in the folder: it is not whole.`;
}

function linkWords(links: readonly LeftOutLink[]): Words {
  const ends = links.length === 1 ? 'link is left out' : 'links are left out';
  return words`${count(links.length)} symbolic ${ends}, as a browser cannot make links: ${listed(links.map((link) => link.path))}. Make them again on the server, if the site uses them.`;
}

function specialBitsWords(total: number, first: string): Words {
  const which =
    total === 1
      ? words`${named(first)} has`
      : words`${count(total)} files and folders, ${named(first)} among them, have`;
  return words`${which} a setuid, setgid or sticky bit in the backup. Such bits are not handed on: a site seldom needs them, and a program could do harm by them. The list of files shows them; set them by hand where they are needed.`;
}

function textModeWords({ part, change }: Extract<Issue, { readonly kind: 'text-mode' }>): Words {
  return words`A transfer in text mode has changed ${named(part)}: ${lineBreakWords(change)}. Nothing can undo that, and it damages nearly all that is packed. Download the backup again in binary mode; SFTP always is.`;
}

function endMissingWords(missing: number | null): Words {
  const what =
    missing === null
      ? 'The mark that closes the archive is missing: its end may be cut off.'
      : `The archive breaks off at least ${counted(missing, 'byte')} before its end: the mark that closes it is not all there.`;
  return words`${what} Download the last part again, and compare its size with the one on the server.`;
}

function lostWords({ part, offset, count: size, after }: Extract<Issue, { readonly kind: 'lost-bytes' }>): Words {
  const where = words`${counted(size, 'byte')} of ${named(part)} from byte ${count(offset)} on could not be used`;
  return after === null
    ? words`${where}: they belong to something whose beginning is missing or damaged.`
    : words`${where}, after ${named(after)}. Whatever stood there is lost. Download this part again to have it.`;
}

function sentence(issue: Issue): Words {
  switch (issue.kind) {
    case 'leaves-folder':
      return words`Left out: its path leads out of the chosen folder. No site needs that; ask where this backup comes from. If it is a file, it can be looked at and saved by itself from the list of files, or all such files can be had in a folder _outside, by a choice under Advanced.`;
    case 'too-deep':
      return words`Left out: it lies more than 255 folders deep. No site needs that; ask where this backup comes from.`;
    case 'path-too-long':
      return words`Left out: its path is longer than 3,072 bytes. No site needs that; ask where this backup comes from.`;
    case 'name-too-long':
      return words`Left out: its path is longer than a ZIP can hold. Save the backup as .tar instead.`;
    case 'no-name':
      return words`Left out: this file has no name in the archive. Nothing that a site uses is without a name.`;
    case 'name-refused':
      return refusedWords(issue.path, issue.component);
    case 'in-the-way':
      return words`Left out: something else (a link, or a folder for a file) stands in its place in the folder. Extract into an empty folder.`;
    case 'damaged':
      return words`Left out: ${damageWords(issue.damage)}. Download the backup again, or take this file from an older one.`;
    case 'kept-damaged':
      return words`What could be read of it is in ${keptAt(issue)}: the first ${counted(issue.size, 'byte')} of ${count(issue.of)}. They may be wrong: look into them before you use them.`;
    case 'unsupported':
      return words`Left out: it is packed with ${named(issue.method)}, which this program cannot read. Another program may.`;
    case 'write-failed':
      return words`Left out: the browser could not write it (${named(issue.reason)}). Extract again, into an empty folder.`;
    case 'read-back-differs':
      return words`Left out: what was read back after writing was not what had been written, and it was removed. The disk, its cable or the computer’s memory may have a fault. Extract again, to another disk.`;
    case 'left-behind':
      return leftBehindWords(issue);
    case 'kept-existing':
      return words`Left as it was: there is a file of this name in the folder, and you chose to keep such files.`;
    case 'renamed':
      return words`Goes by the name ${named(issue.writtenAs)}: ${nameChanges[issue.change]}.`;
    case 'twin-name':
      return words`It is in the file, and so is another whose name differs only by capitals or accents. Linux unpacks both; on Windows and macOS one would replace the other.`;
    case 'put-aside':
      return asideWords(issue.archive, issue.paths);
    case 'links-left-out':
      return linkWords(issue.links);
    case 'link-leaves-folder':
      return words`Left out: a symbolic link to ${named(issue.target)}, outside of the backup's own folder. If the site needs it, make it by hand on the server.`;
    case 'doubled-fields':
      return words`${counted(issue.count, 'entry', 'entries')} state${issue.count === 1 ? 's' : ''} a time or a size twice; the last one was taken. No backup program writes that: the archive may have been changed.`;
    case 'special-bits':
      return specialBitsWords(issue.count, issue.first);
    case 'no-checksum':
      return words`${counted(issue.count, 'file')} in this ZIP ${issue.count === 1 ? 'has' : 'have'} no checksum: a changed bit there cannot be noticed.`;
    case 'count-differs':
      return words`The archive states ${counted(issue.expected, 'entry', 'entries')}, and ${count(issue.found)} ${issue.found === 1 ? 'was' : 'were'} found. Download the backup again and compare sizes with the server.`;
    case 'size-differs':
      return words`The archive states ${counted(issue.expected, 'byte')} of ${issue.of === 'files' ? 'files' : 'packed data'}, and ${count(issue.found)} ${issue.found === 1 ? 'was' : 'were'} found. Download the backup again and compare sizes with the server.`;
    case 'end-mark-missing':
      return endMissingWords(issue.missing);
    case 'text-mode':
      return textModeWords(issue);
    case 'lost-bytes':
      return lostWords(issue);
    case 'parts-left-out':
      return words`The backup was opened without ${listed(issue.parts)}. Files with data in ${issue.parts.length === 1 ? 'that part' : 'those parts'} are lost until you find ${issue.parts.length === 1 ? 'it' : 'them'}; they are named below as far as they are known.`;
    case 'parts-joined':
      return words`The archive states that it has ${counted(issue.count, 'part')}, and all of it is in this one file: its parts were joined.`;
    case 'no-directory':
      return words`The list of files at the end of this ZIP is missing or damaged. Files were found by their own headers instead: whether these are all, which of them are links, and their modes, is not known.`;
    case 'found-by-search':
      return words`After damage, the way was found again ${issue.count === 1 ? 'once' : `${count(issue.count)} times`} by searching for the next header. If a file that was lost is itself an archive, files out of it may be among these.`;
    case 'weak-key':
      return words`This backup is weakly protected: its key takes only ${counted(issue.iterations, 'round')}, so that many passwords can be tried in a short time. Keep the file where nobody else gets at it.`;
    case 'old-key':
      return words`This backup is sealed in the way of older versions, which a determined person can undo. Keep the file where nobody else gets at it.`;
    case 'comment-cut':
      return words`The archive breaks off ${counted(issue.count, 'byte')} before its end. All its files lie before that, and each is checked; compare sizes with the server all the same.`;
    case 'unknown-fields':
      return words`${counted(issue.count, 'header field')} ${issue.count === 1 ? 'is' : 'are'} of a kind that this program does not know, and ${issue.count === 1 ? 'was' : 'were'} passed over. Files are not affected; a time may be missing.`;
    case 'large-expansion':
      return words`The files will take ${bytes(issue.size)}, and the archive holds ${bytes(issue.packedSize)} of data. No site shrinks like that: unless you know why, ask where this backup comes from before you start.`;
    case 'bytes-before':
      return words`${counted(issue.count, 'byte')} stand${issue.count === 1 ? 's' : ''} before the archive begins. Some servers add them to a download; they were skipped.`;
    case 'bytes-after':
      return words`${counted(issue.count, 'byte')} follow${issue.count === 1 ? 's' : ''} after the archive ends. Some servers add them to a download; they were skipped.`;
    default:
      return issue satisfies never;
  }
}

/** What to show of an issue. */
export function issueMessage(issue: Issue): IssueMessage {
  return { path: 'path' in issue ? issue.path : null, sentence: sentence(issue), isLoss: isLoss(issue) };
}
