// A second opinion on the names made for refused ones: what they were can be had back from them, and no two are one.
import { crc32 } from 'node:zlib';
import type { Format } from '../../../src/archive/entry.ts';
import type { Plan } from '../../../src/plan/make-plan.ts';
import { safePath } from '../../../src/plan/safe-path.ts';
import type { Issue } from '../../../src/problems/issue.ts';
import { isNameAllowed, longestWritableName, nameSize } from '../../support/fake-names.ts';
import { isHarmlessName } from '../oracles.ts';

type Path = readonly string[];

/** Does the folder of these runs take it? */
export function isTaken(name: string): boolean {
  return isHarmlessName(name) && isNameAllowed(name, 'browser-windows') && nameSize(name) <= longestWritableName;
}

/** @throws where a name made cannot be undone, or a folder made for one folder is that of another too */
export function mustUndoAll({ steps }: Plan, issues: readonly Issue[], format: Format): void {
  const made = new Set(
    issues.flatMap((issue) =>
      issue.kind === 'renamed' && issue.change === 'refused-name' ? [`${issue.path}\0${issue.writtenAs}`] : [],
    ),
  );
  const folders = new Map<string, { readonly original: string; readonly isMade: boolean }>();
  for (const { path, entry } of steps) {
    const verdict = safePath(entry.path, format);
    if (verdict.is !== 'safe') throw new Error(`${entry.path} is planned`);
    const isMade = made.has(`${entry.path}\0${path.join('/')}`);
    if (isMade) mustUndo(path, verdict.path);
    // What is damaged takes no place.
    if (isMoved(path, verdict.path) || entry.data.in === 'damaged') continue;
    for (let depth = 1; depth < path.length; depth += 1) {
      const folder = folded(path.slice(0, depth).join('/'));
      const original = folded(verdict.path.slice(0, depth).join('/'));
      const before = folders.get(folder) ?? { original, isMade };
      if (before.original !== original && (isMade || before.isMade)) throw new Error(`${folder} was made of two`);
      folders.set(folder, before);
    }
  }
}

/** Folders. */
const deepest = 255;
/** Bytes. */
const longestPath = 3072;

/** Is it at a place made for what lies too deep, or would lie at too long a path once its names are in code? */
function isMoved(made: Path, original: Path): boolean {
  const size = nameSize(original.join('/'));
  if (original.length > deepest || size > longestPath) return true;
  return size * 3 > longestPath && made[0] === '_deep' && original[0] !== '_deep';
}

/** @param original the path in the archive, made safe. @throws where it cannot be told from the path that was made for it */
function mustUndo(made: Path, original: Path): void {
  const parents = original.slice(0, -1).join('/');
  const expected = isMoved(made, original) ? ['_deep', hash(parents), ...original.slice(-1)] : original;
  const isSame = made.length === expected.length && made.every((name, depth) => isOf(name, expected[depth] ?? ''));
  if (!isSame) throw new Error(`${JSON.stringify(made)} was made of ${JSON.stringify(original)}`);
}

function isOf(made: string, original: string): boolean {
  // Two entries of one name: the later one has a number.
  const names = [made, made.replace(/ \(\d+\)(?=(?:\.[^.]*)?$)/, '')];
  if (isTaken(original) && names.some((name) => folded(name) === folded(original))) return true;
  return names.some((name) => decoded(name) === original || isCut(name, original));
}

/** Too long, even if only with what was encoded: its beginning, and what tells it from all others. */
function isCut(made: string, original: string): boolean {
  const [head = '', rest] = made.split(`~${hash(original)}`);
  if (rest === undefined || nameSize(original) * 3 <= longestWritableName) return false;
  return [head, decoded(head)].some((start) => original.startsWith(start)) && endsWith(original, rest);
}

function endsWith(original: string, end: string): boolean {
  return [end, decoded(end)].some((ending) => original.endsWith(ending));
}

/** What any tool makes of `%41`. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** What the folder takes for one. */
function folded(name: string): string {
  return name.toLowerCase();
}

function hash(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
