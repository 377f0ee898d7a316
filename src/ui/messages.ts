// What stopped a run, in words for people: a sentence for every error code. Each says what happened, to which part or
// entry, and what to do. A new code without a sentence does not compile.

import type { ErrorCode, Problem, Where } from '../problems/extract-error.ts';
import { bytes, count, counted } from './format.ts';
import { damageWords } from './issue-messages.ts';
import { lineBreakWords } from './line-break-words.ts';
import { at, part, type Message } from './message.ts';
import { outputMessages } from './output-messages.ts';
import { listed, named, words, type Words } from './words.ts';

/** " at byte 81,920", which tells the parts of a download apart and helps whoever is asked for help. */
function offset(where: Where): string {
  return where.offset === undefined ? '' : ` at byte ${count(where.offset)}`;
}

function parts(where: Where, otherwise: string): Words {
  const names = where.parts ?? (where.part === undefined ? [] : [where.part]);
  return names.length === 0 ? [otherwise] : listed(names);
}

function sizes(where: Where): Words {
  if (where.expected === undefined || where.found === undefined) return [];
  const [should, does] = [counted(where.expected, 'byte'), where.found === 1 ? 'does' : 'do'];
  return [` ${should} should follow there, and ${count(where.found)} ${does}.`];
}

/** Of the archive as a whole. What it must have is a bound: the truth may be that, or any size above. */
function wholeSizes({ size, leastSize, partCount = 1 }: Where): Words {
  if (size === undefined || leastSize === undefined) return [];
  const has = partCount > 1 ? `The ${counted(partCount, 'part')} together have` : 'The whole file has';
  return [` ${has} ${counted(size, 'byte')}, and must have at least ${count(leastSize)}.`];
}

function entry(where: Where, otherwise: string): Words {
  return [where.entry === undefined ? otherwise : named(where.entry)];
}

const downloadAgain =
  'Download it again in binary mode (SFTP or FTP), and compare its size with the one on the server.';

function folderNotTaken(where: Where): Message {
  return {
    what: words`The browser does not allow writing into ${where.text === undefined ? 'this folder' : named(where.text)}.`,
    todo: words`Desktop, Documents, Downloads and system folders are never allowed themselves. Make a new folder inside one of them, choose that one, and allow the page to edit files.`,
  };
}

/** In mid-run: it was allowed before. */
function leaveWithdrawn(where: Where): Message {
  return {
    what: words`The browser does not allow writing into the folder any more.${at(where)}`,
    todo: words`Its permission may have been withdrawn, or have run out. Try again, and allow the page to edit files when the browser asks.`,
  };
}

const messages = {
  'no-backup-found': (where) => ({
    what: where.parts?.length
      ? words`There is no backup among these files: ${listed(where.parts)}.`
      : words`There is no backup here.`,
    todo: words`Backups of Akeeba end in .jpa, .jps or .zip; further parts end in .j01, .j02 and so on (in a ZIP, .z01, .z02). Choose all of them together.`,
  }),
  'parts-missing': (where) => ({
    what: words`Parts of this backup are missing: ${parts(where, 'at least one')}.`,
    todo: words`Choose or drop the missing files. They join the ones that are here already.`,
  }),
  'parts-doubled': (where) => ({
    what: words`A part is here more than once: ${parts(where, 'which one is not known')}.`,
    todo: words`Start over, and choose one copy of each part. Where two copies differ in size, take the one whose size is that on the server.`,
  }),
  'part-empty': (where) => ({
    what: words`${part(where)} is empty (0 bytes).`,
    todo: words`Its download did not work. Download this part again and open the backup anew.`,
  }),
  'part-unreadable': (where) => ({
    what: words`${part(where)} could not be read${offset(where)}.`,
    todo: words`It may have been moved, changed or locked, or its disk taken out. Check that it is where it was, then choose it again.`,
  }),
  'part-unfinished': (where) => ({
    what: words`${parts(where, 'One of the parts')} is an unfinished download.`,
    todo: words`Let the download finish, or start it again, then choose the finished file.`,
  }),
  'parts-mixed-up': (where) => ({
    what: words`The parts do not fit together: ${part(where, 'one of them')} does not belong where it stands${where.text === undefined ? '' : words`, but ${named(where.text)} would`}.`,
    todo: words`${where.text === undefined ? 'It may belong to another backup, be damaged, or have changed names with another part.' : 'The two may have changed names.'} Download all parts of one backup into an empty folder, and open that folder.`,
  }),
  'last-part-only': (where) => ({
    what: words`${part(where, 'This file')} is only the last of several parts.`,
    todo: words`Add the parts before it: ${parts({ ...(where.parts && { parts: where.parts }) }, 'those that end in .j01, .j02 and so on (in a ZIP, .z01, .z02)')}.`,
  }),
  'part-count-differs': (where) => ({
    what:
      where.expected === undefined || where.found === undefined
        ? words`The archive states another number of parts than there are here.`
        : words`The archive states that it has ${counted(where.expected, 'part')}, and ${where.found === 1 ? 'one is' : `${count(where.found)} are`} here.`,
    todo: words`Choose or drop the parts that are missing. If there are too many, start over with the parts of one backup.`,
  }),
  'not-an-archive': (where) => ({
    what: words`${part(where, 'This file')} does not begin like a JPA, JPS or ZIP archive.`,
    todo: words`If the backup has several parts (.j01, .j02 and so on), this is the last of them: add the others. If not, it is another kind of file under this name, or damaged at its start. ${downloadAgain}`,
  }),
  'web-page-instead': (where) => ({
    what: words`${part(where, 'This file')} holds a web page, not a backup.`,
    todo: words`The server sent a page (an error, or a form to log in) in place of the file. ${downloadAgain}`,
  }),
  'gzip-instead': (where) => ({
    what: words`${part(where, 'This file')} is packed with gzip: it is not a JPA, JPS or ZIP archive itself.`,
    todo: words`Unpack it once (with 7-Zip, or gunzip), then open what comes out.`,
  }),
  'text-mode': (where) => ({
    what: words`${part(where, 'This archive')} was changed by a transfer in text mode: ${lineBreakWords(where.text)}${offset(where)}.`,
    todo: words`Nothing can undo that. Download it again in binary mode: in an FTP program that is the transfer type “binary” or “image”; SFTP always is.`,
  }),
  'part-twice': (where) => ({
    what: words`${parts(where, 'Two parts')} hold the same bytes: they are one part under two names.`,
    todo: words`Download the parts again, each under its own name, and compare their sizes with those on the server.`,
  }),
  'part-truncated': (where) => ({
    what: words`${part(where)} is too short${where.expected === undefined || where.found === undefined ? '' : `: it has ${counted(where.found, 'byte')}, and the largest part of this backup ${count(where.expected)}`}. Its end is missing.`,
    todo: words`Download this part again in binary mode (SFTP or FTP), and compare its size with the one on the server.`,
  }),
  'unknown-version': (where) => ({
    what: words`${part(where, 'This archive')} is of a version that this program does not know${where.text === undefined ? '' : words`: ${named(where.text)}`}.`,
    todo: words`It may come from a newer backup program, or be damaged at its start. See whether there is a newer Unstow, or download the backup again.`,
  }),
  'archive-truncated': (where) => ({
    what: words`The archive ends too early, in ${part(where, 'its last part')}${offset(where)}.${sizes(where)}${wholeSizes(where)}${at(where)}`,
    todo: words`The end of this part is missing. ${downloadAgain} If it is the same there, the backup is cut off on the server too.`,
  }),
  'archive-damaged': (where) => ({
    what: words`The archive is damaged in ${part(where, 'one of its parts')}${offset(where)}: what stands there makes no sense.${where.entry === undefined ? '' : words` It is at or right behind ${named(where.entry)}.`}`,
    todo: words`Most often a download went wrong. ${downloadAgain}`,
  }),
  'wrong-password': () => ({
    what: words`This password does not open the backup.`,
    todo: words`Capital letters matter. What counts is the password that was set when the backup was made.`,
  }),
  'wrong-password-or-damage': () => ({
    what: words`This password does not open the backup, or the start of the archive is damaged.`,
    todo: words`Try the password once more: capital letters matter. If you are sure of it, download the first part again.`,
  }),
  'key-missing': () => ({
    what: words`This password opens nothing here. The archive’s own part of the key stands at its start, which is missing or damaged.`,
    todo: words`Without the start of an encrypted backup no password opens the rest. Find the first part, or download it again.`,
  }),
  'no-cipher': () => ({
    what: words`The browser keeps its encryption from this page, because the page did not come over a secure connection.`,
    todo: words`Open the page by an address that begins with https, or run it on this computer, by one that begins with http://localhost. Then open the backup again.`,
  }),
  'too-many-iterations': (where) => ({
    what: words`${part(where, 'The archive')} asks for ${where.found === undefined ? 'far too many' : count(where.found)} rounds to turn a password into a key.`,
    todo: words`No backup program asks for that many${where.expected === undefined ? '' : ` (the limit here is ${count(where.expected)})`}: the file is damaged, or made to keep this computer busy. Download it again from where you trust it.`,
  }),
  'too-many-entries': (where) => ({
    what: words`The archive lists more than ${where.expected === undefined ? 'two million' : count(where.expected)} entries.`,
    todo: words`No site has that many files: the archive is damaged, or made to keep this computer busy. Ask where it comes from.`,
  }),
  'folder-refused': (where) => (where.entry === undefined ? folderNotTaken(where) : leaveWithdrawn(where)),
  'folder-gone': (where) => ({
    what: words`The folder ${where.text === undefined ? '' : words`${named(where.text)} `}is no longer there.${at(where)}`,
    todo: words`It was moved, renamed or deleted, or its disk was taken out. Put it back, then try again.`,
  }),
  'folder-read-only': (where) => ({
    what: words`Nothing more can be written into ${where.text === undefined ? 'the folder' : named(where.text)}.${at(where)}`,
    todo: words`The folder or its disk is write-protected. Take the protection off and try again, or choose another folder.`,
  }),
  'folder-changed': (where) => ({
    what: words`The folder ${where.text === undefined ? '' : words`${named(where.text)} `}is not the one that this run began in: the file that marks it is missing.`,
    todo: words`Another disk may have come up in its place: put back the first one, then try again. Nothing more is written into the other, and what went there is written again. If you have deleted a file named .unstow-… in this folder, stop and start anew.`,
  }),
  'folder-in-use': (where) => ({
    what: words`Another tab or window is extracting into ${where.text === undefined ? 'this folder' : named(where.text)}.`,
    todo: words`Wait until it is done, or cancel it there; or choose another folder.`,
  }),
  'folder-marked': (where) => ({
    what: words`Another browser may be extracting into ${where.text === undefined ? 'this folder' : named(where.text)}: it has left its mark there since the folder was looked into.`,
    todo: words`Nothing was extracted. Wait until the other is done, or cancel it there; or choose another folder. Where it is over already, choose this one again, and say so when you are asked.`,
  }),
  'folder-stuck': (where) => ({
    what: words`The browser was to look into ${where.text === undefined ? 'the folder' : named(where.text)}, and has not answered for two minutes.`,
    todo: words`A security program may be holding it up, or its disk may be asleep or out of reach, as a network drive can be. Wake it and go on, or choose another folder. Nothing was extracted meanwhile.`,
  }),
  'not-this-backup': (where) => ({
    what: words`This is not the backup that was being extracted${where.text === undefined ? '' : words` (${named(where.text)})`}: size or content differ.`,
    todo: words`Choose the files of that backup, all its parts, as they were. If you no longer have them, forget the run and start anew.`,
  }),
  'plan-differs': (where) => ({
    what:
      where.text === undefined
        ? words`This run cannot be continued: what would be written now is not what was to be written when it began.`
        : words`This run cannot be continued: names that ${named(where.text)} takes are not those that it took when the run began.`,
    todo:
      where.text === undefined
        ? words`Unstow itself has changed. Forget the run, then open the backup and save it anew.`
        : words`The browser, or the disk that the folder is on, has changed its rules. Forget the run, then open the backup and start anew.`,
  }),
  'nothing-to-continue': () => ({
    what: words`There is nothing to continue any more.`,
    todo: words`The run was finished or forgotten meanwhile, perhaps in another tab. Open the backup to start anew.`,
  }),
  'leftover-stays': (where) => ({
    what: words`${entry(where, 'A file')} is in the folder without all that belongs in it, as the extraction was broken off, and could not be removed${where.text === undefined ? '' : ` (${where.text})`}.`,
    todo: words`Another program may have it open, such as a virus scanner. Close that, or delete the file yourself, and continue again: it is written anew then.`,
  }),
  'disk-full': (where) => ({
    what: words`The disk is full.${where.expected === undefined ? '' : ` Up to ${bytes(where.expected)} are still to be written.`}${at(where)}`,
    todo: words`Make room on it, then try again.`,
  }),
  'write-failed': (where) => ({
    what: words`${entry(where, 'A file')} could not be written${where.text === undefined ? '' : ` (${where.text})`}.`,
    todo: words`Another program may have it open, such as a virus scanner, or its disk has a fault. Mend that and try again, or leave this file out.`,
  }),
  'write-blocked': (where) => ({
    what: words`The browser blocked ${entry(where, 'a file')}: it checks every new file, and did not let this one pass.`,
    todo: words`Look at the browser's own message or its security settings for the reason, then try again, or leave this file out.`,
  }),
  'write-stuck': (where) => ({
    what: words`The browser has been closing ${where.found === undefined ? 'some files' : counted(where.found, 'file')} for more than two minutes.`,
    todo: words`It checks every new file, and a virus scanner or a slow disk may hold it up. Go on waiting, or give these files up and extract everything else.`,
  }),
  'read-back-differs': (where) => ({
    what: words`${entry(where, 'The file')} was written and read back, and what was read is not what was written.`,
    todo: words`It was removed. The disk, its cable or the computer’s memory may have a fault: make a copy of what matters to you. Try again, and use another disk if it happens again.`,
  }),
  'entry-damaged': (where) => ({
    what: words`${entry(where, 'A file')} is damaged${where.damage === undefined ? '' : `: ${damageWords(where.damage)}`}.${where.part === undefined ? '' : words` Its data begins in ${named(where.part)}${offset(where)}.`}`,
    todo: words`Downloading ${part(where, 'the backup')} again may mend it. You can also go on without this file: all others are still taken, and what is left out is listed.`,
  }),
  ...outputMessages,
  'archive-changed': (where) => ({
    what: words`The backup changed while it was being read.${at(where)}`,
    todo: words`Another program may be writing to it. Wait until that is done, or copy the backup elsewhere, then try again.`,
  }),
  'database-damaged': (where) => ({
    what: words`The dump of the database is damaged${where.entry === undefined ? '' : words` in ${named(where.entry)}`}${where.damage === undefined ? '' : `: ${damageWords(where.damage)}`}.${where.part === undefined ? '' : words` Its data begins in ${named(where.part)}${offset(where)}.`}`,
    todo: words`No file was kept: it would hold half a database. Downloading ${part(where, 'the backup')} again may mend it. What is left of the dump can be extracted with the other files.`,
  }),
  'database-cut': (where) => ({
    what: words`The dump of the database breaks off in the middle of a statement${where.entry === undefined ? '' : words`, at the end of ${named(where.entry)}`}.`,
    todo: words`No file was kept: a database that takes it in would stop there. What follows may be missing in the backup itself. The dump can be extracted as it is with the other files.`,
  }),
  'database-unsafe': (where) => ({
    what: words`The dump of the database holds something that no database writes${where.entry === undefined ? '' : words`, in ${named(where.entry)}`}: outside of its data there are characters that importing programs take for commands of their own.`,
    todo: words`No file was kept: importing it could run programs on the computer that does so. The backup may have been tampered with. If you know what is in the dump, it can be extracted as it is with the other files.`,
  }),
  'database-wide': (where) => ({
    what: words`The dump of the database${where.entry === undefined ? '' : words`, ${named(where.entry)},`} is in UTF-16, which no tool of these backups writes.`,
    todo: words`No file was kept: it cannot be told what is in it. Extract the dump with the other files, convert it to UTF-8, and import it as it is.`,
  }),
  'worker-died': () => ({
    what: words`The part of this page that does the work has stopped.`,
    todo: words`Often the computer was short of memory. Close other tabs and programs, then try again. Your backup is unchanged.`,
  }),
} satisfies Record<ErrorCode, (where: Where) => Message>;

/** @param problem null for a fault of the program itself, which has no code. */
export function errorMessage(problem: Problem | null): Message {
  if (problem !== null) return messages[problem.code](problem.where);
  return {
    what: words`Something in Unstow itself went wrong.`,
    todo: words`This is a fault of the program, not of your backup, which is unchanged. Try again; if it happens again, save the log below and report it.`,
  };
}
