// What stopped a run into one file, in words for people: as messages.ts has it for all else.
import type { Where } from '../problems/extract-error.ts';
import { bytes } from './format.ts';
import { at, part, type Message } from './message.ts';
import { named, words } from './words.ts';

export const outputMessages = {
  'output-refused': (where) => ({
    what: words`The browser does not allow writing to ${where.text === undefined ? 'this file' : named(where.text)}.`,
    todo: words`Choose another place for the file, and allow the page to save it.`,
  }),
  'output-failed': (where) => ({
    what: words`The file could not be written${where.text === undefined ? '' : words` (${named(where.text)})`}.${at(where)}`,
    todo: words`Its disk may have been taken out, or another program has it open. Choose another place, or try again.`,
  }),
  'output-stuck': (where) => ({
    what: words`The browser was to write ${where.text === undefined ? 'the file' : named(where.text)}, and has not answered for more than two minutes.`,
    todo: words`A security program may be holding it up, or its disk may be asleep or out of reach, as a network drive can be. Wake it, and go on waiting. If you stop, what is in the browser’s own storage may be continued; of a file that is written directly nothing is kept, as far as the browser lets go of it.`,
  }),
  'output-given-up': (where) => ({
    what: words`The browser was to write ${where.text === undefined ? 'the file' : named(where.text)}, and did not answer for two minutes.`,
    todo: words`A security program may be holding it up, or its disk may be asleep or out of reach, as a network drive can be. Wake it and try again, or choose another place. Of a file that is written directly nothing is kept, as far as the browser lets go of it.`,
  }),
  'output-is-part': (where) => ({
    what: words`${part(where, 'The file you chose')} is a part of this very backup.`,
    todo: words`It was not touched. Choose another name or another folder for the new file.`,
  }),
  'output-lost': (where) => ({
    what: words`What was saved of ${where.text === undefined ? 'the file' : named(where.text)} so far is not there any more, or is not as it was.`,
    todo: words`The browser may have cleared its storage, or the disk may have a fault. It cannot be continued: open the backup and save it anew.`,
  }),
  'output-changed': (where) => ({
    what: words`Something else has come into ${where.text === undefined ? 'the file' : named(where.text)} since it was chosen.`,
    todo: words`It was not touched. Try again: what was made is downloaded then, to wherever you want it.`,
  }),
  'output-in-use': (where) => ({
    what: words`Another tab or window is saving ${where.text === undefined ? 'this file' : named(where.text)}.`,
    todo: words`Wait until it is done, or cancel it there.`,
  }),
  'no-room': (where) => ({
    what: words`The browser has no room for this file${where.expected === undefined ? '' : `: it may come to ${bytes(where.expected)}`}${where.found === undefined ? '' : `, and the browser would take ${bytes(Math.max(0, where.found))}`}.`,
    todo: words`Make room on the disk. In Chrome and Edge a new run can do without: Write straight into the file, under Advanced. A .zip is smaller than a .tar.`,
  }),
  'too-large-for-memory': (where) => ({
    what: words`Here the browser can only make files of up to ${where.expected === undefined ? 'a few hundred megabytes' : bytes(where.expected)}${where.found === undefined ? '' : `, and this one may come to ${bytes(where.found)}`}.`,
    todo: words`Open this page from a web address instead of a file, not in a private window, or use Chrome or Edge.`,
  }),
} satisfies Record<string, (where: Where) => Message>;
