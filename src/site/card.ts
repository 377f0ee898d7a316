// What a backup says of itself: which site, when, made with what, and what is in it. The first half stands in the first entries
// of an archive and is known long before the last; the rest takes the whole index. Everything here may be shown: the account
// of a database is not taken up.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import { writtenPath } from '../plan/written-path.ts';
import { databaseLists, findDatabases, mostListSize, type DatabaseFacts } from './databases.ts';
import { readExtraInfo, type ExtraInfo } from './extra-info.ts';
import { biggestFolders, type FolderSize } from './folder-sizes.ts';
import { readReadme, type Readme } from './readme.ts';
import { readStatedDatabases } from './stated-databases.ts';
import { findSystem, mostOfSign, signPaths, type SiteSystem } from './systems.ts';

/** The half that is known early. */
export interface SiteIdentity extends ExtraInfo, Readme {
  /** Files that should have told some of this, and could not be read or made no sense. */
  readonly unreadable: readonly string[];
}

export interface SiteCard {
  readonly identity: SiteIdentity;
  /** Null where it is none that is known here. */
  readonly system: SiteSystem | null;
  /** The script that puts the site back on a server. */
  readonly installer: 'none' | 'open' | 'password';
  /** Biggest first. */
  readonly folders: readonly FolderSize[];
  readonly databases: readonly DatabaseFacts[];
}

/** The first bytes of an entry, at most so many. May throw: what cannot be read is passed over, and named. */
export type ReadStart = (entry: Entry, most: number) => Promise<Uint8Array>;

/** The files that the early half is read from; either extrainfo will do. */
export const readmePath = 'installation/README.html';
export const extraInfoPaths = ['installation/extrainfo.json', 'installation/extrainfo.ini'] as const;

const installerPath = 'installation/index.php';
const passwordPath = 'installation/password.php';
/** Real ones are less than a tenth. Bytes. */
const mostOfText = 64 * 1024;

/** Entries by the path they are written at, of those that tell something. Of two with one path the first counts. */
type Telling = ReadonlyMap<string, Entry>;

const tellingPaths: ReadonlySet<string> = new Set([
  readmePath,
  ...extraInfoPaths,
  installerPath,
  passwordPath,
  ...databaseLists.map(({ path }) => path),
  ...signPaths,
]);

export async function readCard(index: Pick<ArchiveIndex, 'entries' | 'format'>, read: ReadStart): Promise<SiteCard> {
  const telling = new Map<string, Entry>();
  for (const entry of index.entries) {
    const path = entry.kind === 'file' ? writtenPath(entry.path, index.format) : null;
    if (path !== null && tellingPaths.has(path) && !telling.has(path)) telling.set(path, entry);
  }
  const identity = await readIdentity(telling, read);
  const stated = await readStatedDatabases(
    (path) => telling.get(path),
    (list) => textOf(list, mostListSize, read),
  );
  return {
    identity: { ...identity, unreadable: [...identity.unreadable, ...stated.unreadable] },
    system: await findSystem(reader(telling, read)),
    installer: installerOf(telling),
    folders: biggestFolders(index),
    databases: findDatabases(index, stated.databases),
  };
}

/** A password is asked for by the script, from what stands in the other file. */
function installerOf(telling: Telling): SiteCard['installer'] {
  if (!telling.has(installerPath)) return 'none';
  return (telling.get(passwordPath)?.size ?? 0) > 0 ? 'password' : 'open';
}

/** @param telling by path; those that are not there are not told of */
export async function readIdentity(telling: Telling, read: ReadStart): Promise<SiteIdentity> {
  const unreadable: string[] = [];
  const readme = telling.get(readmePath);
  const html = readme === undefined ? '' : await textOf(readme, mostOfText, read);
  if (html === null) unreadable.push(readmePath);
  return { ...(await extraInfoOf(telling, read, unreadable)), ...readReadme(html ?? ''), unreadable };
}

async function extraInfoOf(telling: Telling, read: ReadStart, unreadable: string[]): Promise<ExtraInfo> {
  for (const path of extraInfoPaths) {
    const entry = telling.get(path);
    if (entry === undefined) continue;
    const text = await textOf(entry, mostOfText, read);
    const info = text === null ? null : readExtraInfo(text, path.endsWith('.json'));
    if (info !== null) return info;
    unreadable.push(path);
  }
  return { host: null, backupMs: null, akeebaVersion: null, phpVersion: null, root: null };
}

/** Null where it cannot be read. */
async function textOf(entry: Entry, most: number, read: ReadStart): Promise<string | null> {
  try {
    return new TextDecoder().decode(await read(entry, most));
  } catch {
    // Which entries are damaged is told by the run that writes them; here nothing else depends on it.
    return null;
  }
}

/** The beginning of each file is read once. */
function reader(telling: Telling, read: ReadStart): (path: string) => Promise<string | null> {
  const texts = new Map<string, Promise<string | null>>();
  return (path) => {
    const known = texts.get(path);
    if (known !== undefined) return known;
    const entry = telling.get(path);
    const text = entry === undefined ? Promise.resolve(null) : textOf(entry, mostOfSign, read);
    texts.set(path, text);
    return text;
  };
}
