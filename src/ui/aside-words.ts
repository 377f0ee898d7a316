// What is not in the folder itself but in ZIPs beside its files, on the Done face: how much, why, and in which of them.
import type { Aside } from '../extract/events.ts';
import { counted } from './format.ts';
import { named, words, type Words } from './words.ts';

/** @param archives one at least */
export function asideWords(archives: readonly Aside[]): Words {
  const count = archives.reduce((sum, archive) => sum + archive.count, 0);
  const where = joined(archives.length === 1 ? archives.map(({ name }) => [named(name)]) : archives.map(withCount));
  return count === 1
    ? words`One entry is not in the folder itself: this browser refuses its name there, or something else stands in its place. It is in ${where}, with all folders it belongs in.`
    : words`${entries(count)} are not in the folder itself: this browser refuses their names there, or something else stands in their place. They are in ${where}, with all folders they belong in.`;
}

function withCount({ name, count }: Aside): Words {
  return words`${named(name)} (${entries(count)})`;
}

function entries(count: number): string {
  return counted(count, 'entry', 'entries');
}

/** "a, b and c" */
function joined(items: readonly Words[]): Words {
  return items.flatMap((item, index) => {
    if (index === 0) return item;
    return [index === items.length - 1 ? ' and ' : ', ', ...item];
  });
}
