// A run as the text of a file in its folder: a heading for people, one line of data, and its checksum, which says whether the
// text is whole. Of a torn one nothing is believed.
import { isCount, isRecord } from './guards.ts';
import { parseRun } from './parse-run.ts';
import { markerHeading } from './run-marker.ts';
import { isFileRun, type SavedFolderRun } from './saved-run.ts';
import { summed, summedLine } from './summed-line.ts';

/** No run has as many, and there must be a number after each: whoever writes into the folder could make an end of them. */
const mostSaves = 2 ** 40;

/** One of the saves of a run. */
export interface JournalSave {
  readonly run: SavedFolderRun;
  /** A later save has a higher number, in whichever visit it was made: clocks may be set back. */
  readonly order: number;
}

export function toJournalText({ run: { start, progress }, order }: JournalSave): string {
  return markerHeading + summed(JSON.stringify({ start, progress, order }));
}

/** Null for anything but a whole journal. */
export function parseJournalText(text: string): JournalSave | null {
  const line = summedLine(text);
  const value = line === null ? null : parseJson(line);
  if (!isRecord(value) || !isCount(value['order']) || value['order'] > mostSaves) return null;
  const run = parseRun(value);
  return run === null || isFileRun(run) ? null : { run, order: value['order'] };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
