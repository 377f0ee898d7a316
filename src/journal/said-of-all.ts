// What the user has said of all that fails alike, while a run was held: not asked again, nor in a later visit. Kept by the
// group of such questions alone, without the file that was shown.
import { isListOf, isOneOf, isRecord, isText } from './guards.ts';

export interface SaidOfAll {
  /** As the run groups its questions (extract/questions.ts): a code, and for some what sets them apart. */
  readonly group: string;
  /** Leave it out; or leave it out and keep what can be read of it. */
  readonly answer: 'skip' | 'keep';
}

/**
 * Groups and answers that no question has are left out: whoever was told to keep what cannot be kept would be asked for ever.
 * So is what was said of a part that could not be read: for a later visit it may have been copied to where it can be.
 * @returns null where it is no list of answers
 */
export function parseSaidOfAll(value: unknown): readonly SaidOfAll[] | null {
  if (!isListOf(isSaid)(value)) return null;
  return value
    .filter(({ group, answer }) => answerable.test(group) && (answer === 'skip' || group === 'entry-damaged'))
    .map(({ group, answer }) => ({ group, answer }));
}

const isAnswer = isOneOf<SaidOfAll['answer']>({ skip: true, keep: true });

function isSaid(value: unknown): value is SaidOfAll {
  return isRecord(value) && isText(value['group']) && isAnswer(value['answer']);
}

/** What fails to be written, by the names of exceptions. */
const answerable = /^(?:entry-damaged|write-blocked|read-back-differs|write-failed \w{1,60})$/;
