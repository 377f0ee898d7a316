// A run as the text of a file that lies in the folder itself: for people a heading, for the page the run, and a checksum that
// says whether all of it is there.
import { crc32 } from '../bytes/crc32.ts';
import { parseRun } from './parse-run.ts';
import type { RunProgress, RunStart, SavedRun } from './saved-run.ts';

const encoder = new TextEncoder();

/** What begins a marker once files may be under way; for people who come across it. */
export const markerHeading =
  'Unstow is extracting a backup into this folder, or was stopped while it did. Open Unstow to go on; once nothing is to be gone on with, this file can be deleted.\n';

export function toJournalText(run: { readonly start: RunStart; readonly progress: RunProgress }): string {
  const json = JSON.stringify(run);
  return `${markerHeading}${json}\n${sumOf(json)}\n`;
}

/** Null for anything but a whole journal. */
export function parseJournalText(text: string): SavedRun | null {
  const json = wholeJson(text);
  if (json === null) return null;
  try {
    return parseRun(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Is it a journal as somebody wrote it, be it one that this program could not go on with? */
export function isWholeJournal(text: string): boolean {
  return wholeJson(text) !== null;
}

/**
 * Has a journal, or the heading alone, become this by losing what was in it? A disk whose power went while it was written
 * gives fewer bytes, or zeros in their place.
 */
export function isTorn(text: string): boolean {
  if (text === '' || text === markerHeading || isWholeJournal(text)) return false;
  const start = text.slice(0, markerHeading.length);
  return start === markerHeading || markerHeading.startsWith(text) || start.replaceAll('\0', '') === '';
}

function wholeJson(text: string): string | null {
  const [sum, json, ...rest] = text.split('\n').toReversed().slice(1);
  if (!text.endsWith('\n') || json === undefined || rest.length === 0 || sum !== sumOf(json)) return null;
  return json;
}

function sumOf(json: string): string {
  return crc32(encoder.encode(json)).toString(16).padStart(8, '0');
}
