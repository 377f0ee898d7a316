// What stands in a row of the tree, in words and numbers.
import { bytes, counted } from '../format.ts';
import { shownName } from '../shown-name.ts';
import type { TickState } from './tick-set.ts';
import { root, type Node, type Tree } from './tree.ts';

export interface RowWords {
  /** Nothing hidden in it. */
  readonly name: string;
  readonly kind: 'folder' | 'file' | 'link';
  readonly size: string;
  readonly exactSize: string;
  readonly date: string;
  readonly exactDate: string;
  /** "rw-r--r--", and "0644". */
  readonly mode: string;
  readonly octal: string;
}

// Making one takes longer than a row may: both are made once.
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** Characters that are kept of the end of a name. */
const tailLength = 7;

/** No row has room for more characters. */
const mostShown = 250;

const tickWords = {
  ticked: 'ticked',
  unticked: 'not ticked',
  mixed: 'partly ticked',
  'left-out': 'left out',
} as const satisfies Record<TickState, string>;

export function rowWords(tree: Tree, node: Node): RowWords {
  const ordinal = tree.ordinalOf(node);
  const { kinds, modifiedMs, modes } = tree.table;
  const time = ordinal === null ? NaN : (modifiedMs[ordinal] ?? NaN);
  const mode = ordinal === null ? -1 : (modes[ordinal] ?? -1);
  const isLink = ordinal !== null && kinds[ordinal] === 2;
  const size = tree.sizeOf(node);
  return {
    name: shownName(tree.nameOf(node)),
    kind: tree.isFolder(node) ? 'folder' : isLink ? 'link' : 'file',
    size: isLink ? 'link' : bytes(size),
    exactSize: isLink ? '' : counted(size, 'byte'),
    // Times that no calendar has are left out.
    date: isDate(time) ? day.format(time) : '',
    exactDate: isDate(time) ? moment.format(time) : '',
    mode: modeLetters(mode),
    octal: mode < 0 ? '' : octal(mode),
  };
}

/**
 * What a screen reader calls the row: that it can be ticked, and is, few of them know of a row; and what stands in its cells,
 * of which not all are seen where there is no room for them.
 * @param path of its folder, where the row does not stand below it
 */
export function rowLabel({ name, kind, size, date, mode }: RowWords, tick: TickState, path = ''): string {
  return [
    name,
    ...(path === '' ? [] : [`in ${path}`]),
    tickWords[tick],
    ...(kind === 'file' ? [] : [kind]),
    ...(kind === 'link' ? [] : [size]),
    ...(date === '' ? [] : [`changed ${date}`]),
    ...(mode === '' ? [] : [`mode ${mode}`]),
  ].join(', ');
}

/** The folder of a node as a path; empty for what lies in none. */
export function folderPath(tree: Tree, node: Node): string {
  const names: string[] = [];
  for (let folder = tree.parentOf(node); folder > root; folder = tree.parentOf(folder))
    names.push(shownName(tree.nameOf(folder)));
  return names.reverse().join('/');
}

/** A name in two, so that it can be shortened in the middle where there is no room for it: its end is where names differ. */
export function inTwo(name: string): readonly [head: string, tail: string] {
  const characters = Array.from(name);
  if (characters.length < 2 * tailLength) return [name, ''];
  const most = characters.slice(0, mostShown - tailLength);
  const head = characters.length > mostShown ? [...most, '…'] : characters.slice(0, -tailLength);
  return [head.join(''), characters.slice(-tailLength).join('')];
}

function isDate(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

/** The last three octal digits, or four where a special bit is set, never less than four characters. */
function octal(mode: number): string {
  return (mode % 0o10000).toString(8).padStart(4, '0');
}

/** "rw-r--r--"; empty for what is no mode. */
export function modeLetters(mode: number): string {
  if (mode < 0) return '';
  return Array.from((mode % 0o1000).toString(8).padStart(3, '0'), (digit) => triples[Number(digit)] ?? '').join('');
}

const triples = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx'];
