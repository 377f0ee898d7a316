// A refused name under another that the folder takes. Percent-encoding (the UTF-8 bytes of a character as %XX): it can be
// seen, and undone with any tool, because a `%` in a name that is changed is encoded too. As little as possible is changed.
// Only a name that is too long cannot be undone: it is cut, and what is cut off is told apart by eight digits.
import { crc32 } from '../bytes/crc32.ts';
import { isTooLong, longestName } from './folder-rules.ts';
import { classesOf, extensionOf, type NameClass, type NameOddity } from './name-classes.ts';

const encoder = new TextEncoder();

/** What is tried, one after the other and each on top of those before. */
const stages: readonly (readonly NameOddity[])[] = [
  [],
  ['character', 'start', 'end'],
  ['extension'],
  ['device', 'short-name', 'whole'],
];
/** An extension longer than this is part of the name, and cut like the rest. Bytes. */
export const longestExtension = 32;

/** @returns null where the folder refuses whatever becomes of the name */
export function encodedName(name: string, refuses: (name: string) => boolean): string | null {
  const characters = Array.from(name);
  const odd = classesOf(name).filter(({ probe }) => refuses(probe));
  const marked = new Set<number>();
  const spelled = (): string => fitted(render(characters, marked), name);
  for (const oddities of stages) {
    for (const one of odd)
      if (oddities.includes(one.oddity)) for (const at of placesOf(one, characters)) marked.add(at);
    if (!refuses(spelled())) return spelled();
  }
  for (const stays of [/[A-Za-z0-9]/, /(?!)/]) {
    characters.forEach((character, at) => {
      if (!stays.test(character)) marked.add(at);
    });
    if (!refuses(spelled())) return spelled();
  }
  return null;
}

/** Which characters make a name what its class says. */
function placesOf({ oddity, text }: NameClass, characters: readonly string[]): readonly number[] {
  switch (oddity) {
    case 'character':
      return characters.flatMap((character, at) => (character === text ? [at] : []));
    case 'start':
      return Array.from(text, (_, at) => at);
    case 'end':
      return [characters.length - 1];
    case 'extension':
      return [characters.lastIndexOf('.')];
    case 'short-name':
      return [characters.indexOf('~')];
    case 'device':
    case 'whole':
      return [0];
    default:
      return oddity satisfies never;
  }
}

/** Character by character, so that none is cut in its middle. */
function render(characters: readonly string[], marked: ReadonlySet<number>): readonly string[] {
  if (marked.size === 0) return characters;
  return characters.map((character, at) =>
    marked.has(at) || character === '%' ? percentEncoded(character) : character,
  );
}

function percentEncoded(character: string): string {
  return Array.from(encoder.encode(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}

/** The name with this ending. Cut where it would be too long, with digits in it that tell it from others that are cut alike. */
export function nameWithEnding(name: string, ending: string): string {
  if (!isTooLong(name + ending)) return name + ending;
  const end = `~${hash(name)}${ending}`;
  return headOf(Array.from(name), longestName - sizeOf(end)) + end;
}

/** The name, cut where it is too long. `whole` is what it was. */
function fitted(spelled: readonly string[], whole: string): string {
  const name = spelled.join('');
  if (!isTooLong(name)) return name;
  const extension = extensionOf(name);
  const kept = extension.length < name.length && sizeOf(extension) <= longestExtension ? extension.length : 0;
  const end = `~${hash(whole)}${kept === 0 ? '' : name.slice(-kept)}`;
  return headOf(spelled, longestName - sizeOf(end)) + end;
}

/** As many of the pieces from the first as fit into so many bytes. */
export function headOf(pieces: readonly string[], most: number): string {
  let size = 0;
  let head = '';
  for (const piece of pieces) {
    size += sizeOf(piece);
    if (size > most) break;
    head += piece;
  }
  return head;
}

/** Bytes of UTF-8. */
export function sizeOf(text: string): number {
  return encoder.encode(text).length;
}

/** Eight digits that tell texts apart. */
export function hash(text: string): string {
  return crc32(encoder.encode(text)).toString(16).padStart(8, '0');
}
