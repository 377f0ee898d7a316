// Picked files and open sessions for tests of the worker's calls.
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy, RunChoices, Target } from '../../src/extract/worker-api.ts';
import type { RefusedPolicy } from '../../src/plan/folder-rules.ts';
import { fixture, readManifest, readPart } from '../support/fixtures.ts';
import { sumsHere } from '../support/sums-here.ts';
import { writeJpa, type JpaArchive } from '../support/write-jpa.ts';

export function fileOf(name: string, bytes: Uint8Array): File {
  return new File([new Uint8Array(bytes)], name, { lastModified: 0 });
}

export function fixtureFiles(name: string): File[] {
  return fixture(name).parts.map((part) => fileOf(part.slice(part.lastIndexOf('/') + 1), readPart(part)));
}

export const quiet = (): void => undefined;

/** What a run asks nobody for: damage is noted, and there is no rest. */
export const usual: RunChoices = {
  skipsDamage: true,
  keepsDamaged: false,
  keepsOutside: false,
  selection: null,
  pace: null,
  comparesAfterWriting: false,
  writesDirectly: false,
};

/** A session in which the first backup among these files is open, and unlocked if a password is given. */
export async function opened(
  files: readonly File[],
  password?: string,
  session = new Session(undefined, sumsHere),
): Promise<Session> {
  await session.survey(files);
  await session.open(0, { salvages: false }, quiet);
  if (password !== undefined) await session.unlock(password, quiet);
  return session;
}

export function jpaFile(archive: JpaArchive, name = 'site.jpa'): File {
  return fileOf(name, writeJpa(archive));
}

export function into(
  folder: { readonly handle: FileSystemDirectoryHandle },
  existing: ExistingPolicy = 'overwrite',
  refused: RefusedPolicy = 'side-zip',
  closes: readonly string[] = [],
): Target {
  return { kind: 'folder', folder: folder.handle, existing, refused, closes };
}

/** The files of every fixture. */
export const siteFiles = readManifest().filter((entry) => entry.kind === 'file');
