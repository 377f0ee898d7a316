// What the archive beside the files is called, which holds what the browser refuses to write under its name.
import { numberedName } from '../plan/numbered-name.ts';

const own = 'unstow-refused-names.zip';
const numbered = /^unstow-refused-names \((\d+)\)\.zip$/;

/** The first of its names, or the one with this number. */
export function archiveName(number = 1): string {
  return number === 1 ? own : numberedName(own, number);
}

/** A file of any other name is never taken for it, whatever a journal says that was found in a folder. */
export function isArchiveName(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const number = Number(numbered.exec(value)?.[1] ?? 1);
  return value === archiveName(number);
}
