// What is ticked, in one line; what to say where that is nothing; what a search has found.
import type { ListState, Ticker } from './backup-content.svelte.ts';
import { bytes, count, counted } from './format.ts';
import type { Found } from './tree/search.ts';
import type { TickSet } from './tree/tick-set.ts';
import { root, type Tree } from './tree/tree.ts';

/** What a set of ticks comes to. */
export type Ticked = Pick<TickSet, 'isEverything' | 'files' | 'links' | 'emptyFolders' | 'bytes'>;

/** "12 of 4,213 files, 3.4 MB" */
export function selectionLine({ fileCounts }: Pick<Tree, 'fileCounts'>, ticks: Ticked): string {
  const total = fileCounts[root] ?? 0;
  const files = ticks.isEverything
    ? `All of ${counted(total, 'file')}`
    : `${count(ticks.files)} of ${counted(total, 'file')}`;
  return [
    files,
    ...(ticks.links > 0 ? [counted(ticks.links, 'link')] : []),
    ...(ticks.emptyFolders > 0 ? [counted(ticks.emptyFolders, 'empty folder')] : []),
    bytes(ticks.bytes),
  ].join(', ');
}

/** Why nothing is ticked. */
export function nothingWords({ choice, patterns }: Ticker): string {
  switch (choice) {
    case 'matching':
      return patterns.trim() === ''
        ? 'Nothing is ticked yet: type what the paths are to match.'
        : 'Nothing matches. A pattern has to match a whole path, capital letters included: *.php, images/*, *logo*.';
    case 'database':
      return 'Nothing is ticked: this backup holds no database.';
    case 'site-files':
      return 'Nothing is ticked: this backup holds nothing but its restoration script.';
    case 'everything':
    case 'by-hand':
      return 'Nothing is ticked. Tick what you want to have.';
    default:
      return choice satisfies never;
  }
}

/** Why a run cannot be started from what is ticked; empty where it can. */
export function blockedWords(list: ListState, isChoosing: boolean): string {
  if (list.is === 'busy') return 'Waiting for the list of files.';
  if (isChoosing) return 'Waiting for what is to be ticked.';
  return list.is === 'there' && list.ticks.isNothing ? 'Nothing is ticked: there is nothing to extract.' : '';
}

export function foundLine({ nodes, byName }: Found): string {
  const inFolders = nodes.length - byName;
  if (nodes.length === 0) return 'Nothing in the backup has this in its name or path.';
  if (inFolders === 0) return `${counted(byName, 'match', 'matches')}.`;
  return `${counted(nodes.length, 'match', 'matches')}: ${count(byName)} by name, ${count(inFolders)} by folder.`;
}
