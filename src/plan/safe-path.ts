// Archive paths made safe, in this one place. What comes out is a list of components, each reached by its own handle call:
// no path is ever built from text. Rules and their reasons: a browser cuts a name at NUL and overwrites another file; some
// extractors take `\` for a separator and some do not; `．．` folds to `..` on some systems.
import type { Format } from '../archive/entry.ts';
import type { NameChange } from '../problems/issue.ts';

declare const checked: unique symbol;

/** At least one component; none is empty, `.` or `..`, or holds a separator, a NUL or half a character. Only `safePath` makes one. */
export type SafePath = readonly string[] & { readonly [checked]: true };

export type PathVerdict =
  | { readonly is: 'safe'; readonly path: SafePath; readonly change: NameChange | null }
  /** `path` is what is left of it without the `..`, below `_outside`: null where nothing is. */
  | { readonly is: 'outside'; readonly path: SafePath | null }
  /** The folder itself (`/`, `./`): nothing to create. */
  | { readonly is: 'root' };

/** Where files and folders go whose paths lead out, if the user wants them. */
const outsideFolder = '_outside';

/** Components. No site has so many folders within each other; a path of 64 KB could hold 32,000. */
const deepest = 255;

/**
 * Bytes of UTF-8, with a `/` between components. Linux takes 4,095 from its root on, and what is being written has the suffix
 * of the browser's swap file behind it: Chromium writes a file whose path has 4,088 bytes, and none of 4,089. What lies above
 * the chosen folder counts too, and no page is told how long that is: about a thousand bytes are left to it.
 */
const longestPath = 3072;

const encoder = new TextEncoder();

function brand(components: readonly string[]): SafePath {
  return components as SafePath;
}

/** For what goes nowhere. */
export const placeholderPath = brand(['entry']);

/** Changes one component of a safe path for another, as when a name is taken. `name` must be a safe component itself. */
export function withName(path: SafePath, index: number, name: string): SafePath {
  if (!isSafeComponent(name)) throw new Error('not a safe component');
  return brand(path.map((component, at) => (at === index ? name : component)));
}

/** The folders that a path lies in, the outermost first. */
export function foldersAbove(path: SafePath): readonly SafePath[] {
  return path.slice(1).map((_, index) => brand(path.slice(0, index + 1)));
}

/** More folders within each other than any folder should be made to hold. */
export function isDeep(path: SafePath): boolean {
  return path.length > deepest;
}

/** Longer as a whole than any folder should be asked to take, however short its names are. */
export function isLong(path: SafePath): boolean {
  const units = path.reduce((sum, { length }) => sum + length, path.length - 1);
  // As in names, few need to be encoded to know.
  if (units * 3 <= longestPath) return false;
  return path.reduce((sum, name) => sum + encoder.encode(name).length, path.length - 1) > longestPath;
}

/** No folder takes anything there, whatever the names are. */
export function isOutOfReach(path: SafePath): boolean {
  return isDeep(path) || isLong(path);
}

/** The last component, in a folder of another path. */
export function movedInto(folder: readonly [string, ...string[]], path: SafePath): SafePath {
  const [name = ''] = path.slice(-1);
  if (!folder.every(isSafeComponent)) throw new Error('not a safe component');
  return brand([...folder, name]);
}

export function isSafeComponent(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}

/** A component that is, or that some system may fold to, `.` or `..` (N-07). */
function foldsToDots(name: string): boolean {
  return /^\.{1,2}$/.test(name.normalize('NFKC'));
}

/**
 * Judges the path of an entry. A path with a `..` component anywhere is `outside`, even if it would come back in:
 * text is not normalised and then trusted. Where its `..` would lead does not count for the path below `_outside` either:
 * they are dropped. Everything else can be delivered, if need be under a changed name.
 */
export function safePath(path: string, format: Format): PathVerdict {
  let change: NameChange | null = null;
  let text = path;

  // In ZIP, `\` comes from Windows archivers and separates. JPA and JPS are written with `/`, so there it belongs to a name.
  if (text.includes('\\')) {
    change = 'backslash';
    text = text.replaceAll('\\', format === 'zip' ? '/' : '_');
  }
  if (text.includes('\0')) {
    change = 'control-character';
    text = text.replaceAll('\0', '_');
  }
  // Half a surrogate pair is no character: on its way to the disk each becomes U+FFFD, and two names one.
  if (!text.isWellFormed()) {
    change = 'bad-encoding';
    text = text.toWellFormed();
  }
  if (text.startsWith('/')) change = 'absolute';

  const all = text.split('/').filter((component) => component !== '' && component !== '.');
  const leadsOut = all.includes('..');
  const components = leadsOut ? all.filter((component) => component !== '..') : all;

  const first = components[0];
  if (first === undefined) return leadsOut ? { is: 'outside', path: null } : { is: 'root' };
  if (/^[A-Za-z]:/.test(first)) {
    change = 'drive-letter';
    components[0] = first.replace(':', '_');
  }
  for (const [index, component] of components.entries()) {
    if (!foldsToDots(component)) continue;
    change = 'looks-like-dots';
    components[index] = `_${component}`;
  }
  return leadsOut
    ? { is: 'outside', path: brand([outsideFolder, ...components]) }
    : { is: 'safe', path: brand(components), change };
}
