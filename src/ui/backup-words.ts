// What is to be said of a backup before it is open.
import type { SlowKey } from '../archive/opened-archive.ts';
import type { FoundBackup } from '../extract/worker-api.ts';
import { count, timeLeft } from './format.ts';

/** Asked of the user before the first try, which cannot be broken off. */
export function slowKeyWords({ iterations, estimatedMs, isPerBlock }: SlowKey): string {
  const time = timeLeft(estimatedMs);
  const cost = isPerBlock
    ? `${time} for every file on this computer, and more for long ones`
    : `${time} on this computer for each try`;
  return `The key of this backup is made in ${count(iterations)} rounds, far more than any backup program asks for: ${cost}. Go on only if you trust where it comes from.`;
}

/** The folder it lies in, where that is known and another one of those found bears its name; else null. */
export function folderToTell({ id, name, folder }: FoundBackup, found: readonly FoundBackup[]): string | null {
  const isNamesake = (other: FoundBackup): boolean =>
    other.id !== id && other.name.toLowerCase() === name.toLowerCase();
  return folder !== '' && found.some(isNamesake) ? folder : null;
}
