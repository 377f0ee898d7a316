// The result of a run that extracted only some of a backup: never more is said than of those files.
import type { Outcome } from '../extract/events.ts';
import { bytes, count, counted } from './format.ts';

/** What it means that all which was chosen is there. */
export function chosenMeaning({ filesChosen, filesTotal }: Outcome): string {
  const others = filesTotal - filesChosen;
  const files = `${counted(filesChosen, 'file')} of the ${count(filesTotal)} in this backup`;
  if (others === 0) return 'Every file of this backup was among what you chose.';
  return `You chose ${files}. The data of the ${others === 1 ? 'other one' : 'others'} was not looked at.`;
}

/** The heading of the Done face, where there was a file among what was chosen and it was not there before. */
export function chosenTitle(run: Outcome): string {
  const { isComplete, filesWritten, filesChosen, destination } = run;
  if (destination.kind !== 'folder')
    return isComplete
      ? 'Your file is ready, with what you chose in it.'
      : 'Your file is ready, but not everything you chose is in it.';
  if (isComplete) return 'The files you chose are out.';
  return filesWritten === filesChosen
    ? 'Every file you chose is out, but something is amiss.'
    : 'The files you chose are out, but not all of them.';
}

/** "12 files you chose of 24,093, 4 MB"; "10 of 12 files you chose of 24,093, 3 MB" */
export function chosenWritten({ filesWritten, filesChosen, filesTotal, bytesWritten }: Outcome): string {
  if (filesChosen === 0) return 'No file was among what you chose';
  const chosen = `${counted(filesChosen, 'file')} you chose of ${count(filesTotal)}`;
  const written = filesWritten === filesChosen ? chosen : `${count(filesWritten)} of ${chosen}`;
  return `${written}, ${bytes(bytesWritten)}`;
}
