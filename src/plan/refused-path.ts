// A path that a folder does not take, and what it becomes where the user wants such entries renamed.
import type { Entry } from '../archive/entry.ts';
import type { Issue } from '../problems/issue.ts';
import { encodedName, hash } from './encoded-name.ts';
import type { FolderRules } from './folder-rules.ts';
import { isDeep, isLong, isOutOfReach, movedInto, withName, type SafePath } from './safe-path.ts';

/** Where files go that lie too deep, or whose path is too long: each of their folders is one in here. */
const deepFolder = '_deep';

/** Why a folder does not take an entry, or null where it does. */
export function refusalOf({ path }: Entry, safe: SafePath, { refuses }: FolderRules): Issue | null {
  const component = safe.find((name) => refuses(name));
  if (component !== undefined) return { kind: 'name-refused', path, component };
  if (isDeep(safe)) return { kind: 'too-deep', path };
  return isLong(safe) ? { kind: 'path-too-long', path } : null;
}

/** Does a folder that refuses these names not take an entry at this path? */
export function isRefused(path: SafePath, refuses: FolderRules['refuses']): boolean {
  return isOutOfReach(path) || path.some(refuses);
}

/** A path made for an entry, and the path whose components it stands for, one by one. */
export interface EncodedPath {
  readonly path: SafePath;
  readonly originals: SafePath;
}

/** @returns null where the folder refuses every name made for it */
export function encodedPath(path: SafePath, rules: FolderRules): EncodedPath | null {
  const encoded = isOutOfReach(path) ? null : encodedNames(path, rules);
  // In code, a name is up to three times as long.
  const isMoved = isOutOfReach(encoded?.path ?? path);
  return isMoved ? encodedNames(movedInto([deepFolder, hash(path.slice(0, -1).join('/'))], path), rules) : encoded;
}

function encodedNames(originals: SafePath, { refuses }: FolderRules): EncodedPath | null {
  let encoded = originals;
  for (const [index, component] of originals.entries()) {
    if (!refuses(component)) continue;
    const name = encodedName(component, refuses);
    if (name === null) return null;
    encoded = withName(encoded, index, name);
  }
  return { path: encoded, originals };
}
