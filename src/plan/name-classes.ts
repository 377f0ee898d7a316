// What may be odd about a name, in classes: for each there is one name that has this oddity and no other, and a folder that
// refuses that name refuses all of the class. Which classes a folder refuses is asked of the folder itself
// (sink/probe-folder.ts): nothing here knows the answer, only what is worth a question.

export type NameOddity = 'character' | 'start' | 'end' | 'extension' | 'device' | 'short-name' | 'whole';

export interface NameClass {
  readonly oddity: NameOddity;
  /** What is odd: `.ini`, `:`, `con`. */
  readonly text: string;
  /** A name of this class. */
  readonly probe: string;
}

/** Nothing odd but, perhaps, the extension: most names of a site. */
const plainName = /^[A-Za-z0-9][\w-]*(?:[. ][\w-]+)*$/;
const oddCharacter = /[^\p{L}\p{M}\p{N}._ -]/u;
/** Two: some systems take one dot at the start, and not two. */
const oddStart = /^[^\p{L}\p{M}\p{N}]{1,2}/u;
const oddEnd = /[^\p{L}\p{M}\p{N}]$/u;
const nothingElse = /^[^\p{L}\p{M}\p{N}]+$/u;
/** What the systems of one family have kept for devices since their first disks, alone or before a dot. */
const deviceName = /^(?:con|prn|aux|nul|com.|lpt.|[a-z]{3,6}\$)$/iu;
/** How those systems shorten a longer name beside it: opening the one opens the other. */
const shortName = /^[^.~]{1,6}~\d(?:\.[^.]{0,3})?$/;
/** Files that a system's file manager makes for itself. */
const systemFile = /^(?:desktop\.ini|thumbs\.db)$/i;

export const shortNameProbe = 'unstow~1';

/** Everything odd about a name, each once. The length is no class: it is measured. */
export function classesOf(name: string): readonly NameClass[] {
  const classes: NameClass[] = [];
  const add = (oddity: NameOddity, text: string, probe: string): void => {
    classes.push({ oddity, text, probe });
  };
  if (!plainName.test(name)) {
    const odd = new Set(Array.from(name).filter((character) => oddCharacter.test(character)));
    for (const character of odd) add('character', character, `x${character}x`);
    const start = oddStart.exec(name)?.[0];
    if (start !== undefined) add('start', start, `${start}x`);
    const end = oddEnd.exec(name)?.[0];
    if (end !== undefined) add('end', end, `x${end}`);
    if (shortName.test(name)) add('short-name', name, shortNameProbe);
    if (nothingElse.test(name)) add('whole', name, name);
  }
  const extension = extensionOf(name);
  if (extension !== '') add('extension', extension, extension === name.toLowerCase() ? extension : `x${extension}`);
  const stem = stemOf(name);
  if (deviceName.test(stem)) add('device', stem, stem.toLowerCase());
  if (systemFile.test(name)) add('whole', name, name.toLowerCase());
  return classes;
}

/** With its dot, in small letters; empty where there is none. The whole name where it begins with its only dot. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot === -1 || dot === name.length - 1 ? '' : name.slice(dot).toLowerCase();
}

/** What stands before the first dot, without the spaces that some systems do not see. */
function stemOf(name: string): string {
  const dot = name.indexOf('.');
  return (dot === -1 ? name : name.slice(0, dot)).trimEnd();
}
