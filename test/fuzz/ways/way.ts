// The ways that an archive may go: into a folder that refuses names, or into one file; all of it, or what was chosen. A way is
// told in a few words, so that a failure can be run again.
import type { OutputFormat } from '../../../src/pack/packer.ts';
import type { RefusedPolicy } from '../../../src/plan/folder-rules.ts';
import type { Random } from '../random.ts';

/** Of a folder, what becomes of the names that it refuses; or the one file that is made. */
const goals = ['side-zip', 'rename', 'skip', 'zip', 'tar', 'tar.gz'] as const satisfies readonly Goal[];
export type Goal = RefusedPolicy | OutputFormat;

export interface Way {
  readonly goal: Goal;
  /** For every entry in turn, and over and over: `1` where it is chosen. */
  readonly chosen: string;
  /** The folder is none that is new: files of these names are in it. */
  readonly isUsed: boolean;
}

/** Folders more often than files: they have more to get wrong. */
const likely: readonly Goal[] = ['side-zip', 'side-zip', 'side-zip', 'rename', 'rename', 'rename', ...goals];

export function pickWay(random: Random): Way {
  const goal = random.pick(likely);
  const bits = Array.from({ length: random.between(2, 8) }, () => (random.chance(0.6) ? '1' : '0'));
  return { goal, chosen: random.chance(0.5) ? bits.join('') : '1', isUsed: random.chance(0.3) };
}

/** Each goal with everything and with some, in a folder that is empty and in one that is not. */
export const everyWay: readonly Way[] = goals.flatMap((goal) =>
  ['1', '10', '011'].flatMap((chosen) => [false, true].map((isUsed) => ({ goal, chosen, isUsed }))),
);

export function wordsOf({ goal, chosen, isUsed }: Way): string {
  return `${goal} ${chosen}${isUsed ? ' used' : ''}`;
}

export function wayOf(words: string): Way {
  const [name, chosen = '1', used] = words.split(' ');
  const goal = goals.find((one) => one === name);
  if (goal === undefined) throw new Error(`no way is called ${words}`);
  return { goal, chosen, isUsed: used === 'used' };
}

/** Nobody can choose nothing: all of it goes then. */
export function choiceOf({ chosen }: Way, entryCount: number): (ordinal: number) => boolean {
  const isChosen = (ordinal: number): boolean => chosen.charAt(ordinal % chosen.length) === '1';
  const isAny = Array.from({ length: entryCount }, (_, ordinal) => ordinal).some(isChosen);
  return isAny ? isChosen : () => true;
}
