// An open backup put into one file, for tests of what comes of that.
import { expect } from 'vitest';
import type { Session } from '../../src/extract/session.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { quiet, usual } from './session-files.ts';

/** The file, which lies where it was chosen. */
export async function packSession(session: Session, format: OutputFormat): Promise<Uint8Array> {
  const folder = new FakeFolder();
  const handle = await folder.handle.getFileHandle('out', { create: true });
  const outcome = await session.extract({ kind: format, name: 'out', handle, page: 'p' }, usual, quiet);
  expect(outcome).toMatchObject({ isComplete: true, download: null, destination: { kind: format, name: 'out' } });
  return folder.files().get('out') ?? new Uint8Array();
}
