// Plan → a shell script that gives extracted files what a browser cannot: modes, times and symbolic links. The script is the
// fixed text of restore.sh; what it works on follows as lines of facts, so no name of an archive ever becomes shell code.
import { staysInside } from '../plan/link-target.ts';
import type { SafePath } from '../plan/safe-path.ts';
import script from './restore.sh?raw';

export interface RestorePlan {
  readonly directories: readonly RestoreItem[];
  readonly files: readonly RestoreItem[];
  readonly links: readonly RestoreLink[];
  /** Folders that are there for links alone: no run has made them, the script makes them on the way. */
  readonly linkFolders: readonly RestoreItem[];
}

/** A file or folder as it was written: under its final path. */
export interface RestoreItem {
  readonly path: SafePath;
  /** Unix permission bits, at most 0o777: see `permissionsOf`. */
  readonly permissions: number;
  /** Milliseconds since 1970, set to the second below; null, and what is before 1970 or after 9999, leaves the time alone. */
  readonly modifiedMs: number | null;
}

export interface RestoreLink {
  readonly path: SafePath;
  /** As in the archive. A link that does not stay inside the folder is listed by the script, not made. */
  readonly target: string;
}

/** Where the facts go in restore.sh. */
const factsBegin = "<<'FACTS'\n";
/** Of these one must be there, or the script is in the wrong folder: enough that some may have been deleted. */
const firstCount = 20;

/**
 * The script in pieces, each of whole lines, to be joined with nothing between them. Times of links are not set: POSIX has no
 * way to. @throws RangeError where permissions are more than permissions.
 */
export function* restoreScript({ directories, files, links, linkFolders }: RestorePlan): Generator<string, void> {
  const cut = script.indexOf(factsBegin) + factsBegin.length;
  yield script.slice(0, cut);

  const first = (files.length > 0 ? files : directories).slice(0, firstCount);
  for (const { path } of first) yield fact('first', '-', '-', path);
  if (first.length > 0) yield fact('begin', '-', '-', []);

  const deepestFirst = [...directories, ...linkFolders].sort(
    (a, b) => b.path.length - a.path.length || byModeAndTime(a, b),
  );
  // A second run finds the modes of the first: a folder its owner may not enter would hide what is in it.
  for (const item of deepestFirst.toReversed())
    if (!octal(item.permissions).startsWith('7')) yield fact('open', '-', '-', item.path);

  for (const item of [...files].sort(byModeAndTime)) yield itemFact('file', item);
  const [inside, outside] = [links.filter(isInside), links.filter((link) => !isInside(link))];
  for (const { path, target } of inside) yield fact('link', '-', '-', path, target);
  // A file's or link's making sets the time of its folder, and a folder may forbid what is still to be done in it.
  for (const item of deepestFirst) yield itemFact('folder', item);
  // No shell can hold a NUL; this symbol stands for it where the target is listed.
  for (const { path, target } of outside) yield fact('outside', '-', '-', path, target.replaceAll('\0', '␀'));

  yield script.slice(cut);
}

/** Neighbours of one mode, and in it of one time, are set by one command. The sort is stable: folders stay together. */
function byModeAndTime(a: RestoreItem, b: RestoreItem): number {
  return a.permissions - b.permissions || (a.modifiedMs ?? 0) - (b.modifiedMs ?? 0);
}

function isInside({ path, target }: RestoreLink): boolean {
  return staysInside(path, target);
}

function itemFact(kind: 'file' | 'folder', { path, permissions, modifiedMs }: RestoreItem): string {
  return fact(kind, octal(permissions), stamp(modifiedMs), path);
}

function fact(kind: string, mode: string, time: string, path: readonly string[], target = ''): string {
  return `${kind} ${mode} ${time} ${encode(path.join('/'))} ${encode(target)}`.trimEnd() + '\n';
}

function octal(permissions: number): string {
  if (!Number.isInteger(permissions) || permissions < 0 || permissions > 0o777)
    throw new RangeError(`${permissions} is no permissions`);
  return permissions.toString(8).padStart(3, '0');
}

/** As `touch -t` takes it: CCYYMMDDhhmm.SS, in UTC. */
function stamp(modifiedMs: number | null): string {
  if (modifiedMs === null || !(modifiedMs >= 0 && modifiedMs < Date.UTC(10_000, 0))) return '-';
  const [minutes, seconds] = new Date(modifiedMs)
    .toISOString()
    .replace(/[-T]/g, '')
    .split(/:(?=\d\d\.)/);
  return `${minutes?.replace(':', '') ?? ''}.${seconds?.slice(0, 2) ?? ''}`;
}

/** One word of printable ASCII without anything a shell knows. What is not plain becomes `\0ooo` by byte, as for `printf %b`. */
function encode(text: string): string {
  return text.replace(/[^\w./+,:=@-]+/gu, (run) =>
    Array.from(new TextEncoder().encode(run), (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join(''),
  );
}
