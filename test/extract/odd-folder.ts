// A session that extracts into a folder with the rules of a browser on Windows, and all that comes out of it.
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import type { Session } from '../../src/extract/session.ts';
import type { RefusedPolicy } from '../../src/plan/folder-rules.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

export const sideZip = 'unstow-refused-names.zip';

export const onWindows: FakeFolderOptions = { names: 'browser-windows', ignoreCase: true, shortNames: true };

export interface Extracted {
  readonly session: Session;
  readonly folder: FakeFolder;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
  readonly updates: readonly RunUpdate[];
}

export interface Setting {
  readonly entries: readonly JpaEntry[];
  readonly policy?: RefusedPolicy;
  readonly folder?: FakeFolder;
}

export async function extractOdd({
  entries,
  policy = 'side-zip',
  folder = new FakeFolder(onWindows),
}: Setting): Promise<Extracted> {
  const session = await opened([jpaFile({ entries })]);
  const updates: RunUpdate[] = [];
  const outcome = await session.extract(into(folder, 'overwrite', policy), usual, (update) => {
    updates.push(update);
  });
  return { session, folder, outcome, updates, issues: updates.flatMap(({ newIssues }) => newIssues) };
}
