// What a folder refuses, in words: how many, why, and what can be done with them.
import type { RefusalReason, RefusedPolicy, RefusedSummary } from '../plan/folder-rules.ts';
import type { Choice } from './controls/choice.ts';
import { bytes, counted } from './format.ts';
import { listed, named, words, type Words } from './words.ts';

/** The default first: it loses nothing and changes nothing. */
export const refusedChoices: readonly Choice<RefusedPolicy>[] = [
  {
    value: 'side-zip',
    title: 'Into one ZIP beside the others',
    effect:
      'They keep their names and folders in unstow-refused-names.zip. Unpack it where you need them, or on the server.',
  },
  {
    value: 'rename',
    title: 'Under other names',
    effect:
      'What is refused is written in code, as in en-GB%2Eini. A list says which; a site does not find them by these names.',
  },
  { value: 'skip', title: 'Leave them out', effect: 'They are not written, and all are listed.' },
];

/** "2,432 of them, 1.2 MB" */
export function refusedCount({ count, fileCount, size }: RefusedSummary): string {
  if (fileCount === 0) return counted(count, 'folder');
  const folders = count - fileCount;
  return `${counted(fileCount, 'file')}${folders === 0 ? '' : ` and ${counted(folders, 'folder')}`}, ${bytes(size)}`;
}

/** "2,380 names end in .ini" */
export function reasonWords({ reason, count }: RefusedSummary['reasons'][number]): Words {
  const isOne = count === 1;
  return words`${counted(count, 'name')} ${whyWords(reason, isOne)}`;
}

function whyWords({ of, text }: RefusalReason, isOne: boolean): Words {
  const s = isOne ? 's' : '';
  switch (of) {
    case 'extension':
      return words`end${s} in ${named(text)}`;
    case 'character':
      return words`hold${s} the character ${named(text)}`;
    case 'start':
      return words`begin${s} with ${named(text)}`;
    case 'end':
      return text === '.' ? words`end${s} in a dot` : words`end${s} in ${named(text)}`;
    case 'name':
      return words`${isOne ? 'is' : 'are'} kept by systems for themselves, as ${named(text)}`;
    case 'length':
      return words`${isOne ? 'is' : 'are'} longer than 248 bytes`;
    case 'depth':
      return words`${isOne ? 'lies' : 'lie'} more than 255 folders deep`;
    case 'path':
      return words`${isOne ? 'lies at a path' : 'lie at paths'} longer than 3,072 bytes`;
    default:
      return of satisfies never;
  }
}

export function exampleWords({ examples, count }: RefusedSummary): Words {
  return words`${count === 1 ? 'It is' : 'Among them:'} ${listed(examples)}.`;
}
