// The worker's side of survey, open and unlock, with real archives in real File objects.
import { describe, expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { OpenProgress } from '../../src/extract/worker-api.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixturePassword } from '../support/fixtures.ts';
import { fileOf, fixtureFiles, jpaFile, opened, quiet, siteFiles, into, usual } from './session-files.ts';

describe('opening', () => {
  test('an archive without a password tells all there is to tell', async () => {
    const session = new Session();
    const { backups } = await session.survey(fixtureFiles('split/site.jpa'));
    expect(backups).toMatchObject([{ id: 0, name: 'site.jpa', problem: null, parts: { length: 7 } }]);
    const progress: OpenProgress[] = [];
    const summary = await session.open(0, { salvages: false }, (step) => progress.push(step));
    expect(summary).toMatchObject({
      name: 'site.jpa',
      format: 'jpa',
      version: '1.2',
      isEncrypted: false,
      packedSize: backups[0]?.size,
      content: { fileCount: siteFiles.length, linkCount: 2, size: siteFiles.reduce((sum, { size }) => sum + size, 0) },
    });
    expect(progress.at(-1)).toMatchObject({ bytesTotal: summary.packedSize });
  });

  test('a locked one tells what its header says', async () => {
    const session = new Session();
    await session.survey(fixtureFiles('site.jps'));
    expect(await session.open(0, { salvages: false }, quiet)).toMatchObject({
      format: 'jps',
      version: '2.0',
      isEncrypted: true,
      content: null,
    });
  });

  test('a wrong password is one clear error, and the right one opens afterwards', async () => {
    const session = new Session();
    await session.survey(fixtureFiles('site-sha256.jps'));
    await session.open(0, { salvages: false }, quiet);
    for (const wrong of ['', 'wrong', `${fixturePassword} `])
      await expect(session.unlock(wrong, quiet)).rejects.toMatchObject({
        name: 'ExtractError',
        code: 'wrong-password',
      });
    const { content } = await session.unlock(fixturePassword, quiet);
    expect(content?.fileCount).toBe(siteFiles.length);
    const folder = new FakeFolder();
    const outcome = await session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
    expect(outcome.filesWritten).toBe(folder.files().size);
  });

  test('the blank password is a password', async () => {
    const session = await opened(fixtureFiles('site-nopassword.jps'), '');
    expect((await session.extract(into(new FakeFolder()), usual, quiet)).filesTotal).toBe(siteFiles.length);
  });

  test('what is no archive keeps its code and its part', async () => {
    const session = new Session();
    await session.survey([fileOf('site.jpa', new TextEncoder().encode('<!DOCTYPE html><html></html>'))]);
    await expect(session.open(0, { salvages: false }, quiet)).rejects.toMatchObject({
      code: 'web-page-instead',
      where: { part: 'site.jpa' },
    });
  });

  test('a cancel in the middle of it ends it', async () => {
    const entries = Array.from({ length: 3000 }, (_, number) => ({ path: `${number}`, content: '' }));
    const session = new Session();
    await session.survey([jpaFile({ entries })]);
    const opening = session.open(0, { salvages: false }, () => void session.cancel());
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    await expect(session.extract(into(new FakeFolder()), usual, quiet)).rejects.toThrow('nothing is open');
  });
});

describe('what is not open cannot be used', () => {
  test('before a survey', async () => {
    const session = new Session();
    await expect(session.open(0, { salvages: false }, quiet)).rejects.toThrow('no backup 0');
    await expect(session.unlock('', quiet)).rejects.toThrow('nothing to unlock');
    await expect(session.extract(into(new FakeFolder()), usual, quiet)).rejects.toThrow('nothing is open');
  });

  test('after another survey', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    await session.survey([]);
    await expect(session.extract(into(new FakeFolder()), usual, quiet)).rejects.toThrow('nothing is open');
  });

  test('before its password is right', async () => {
    const session = await opened(fixtureFiles('site.jps'));
    await expect(session.unlock('wrong', quiet)).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(session.extract(into(new FakeFolder()), usual, quiet)).rejects.toThrow('nothing is open');
  });

  test('when another could not be opened after it', async () => {
    const session = new Session();
    await session.survey([...fixtureFiles('site-v19.jps'), fileOf('bad.jpa', new Uint8Array(100))]);
    await session.open(0, { salvages: false }, quiet);
    await expect(session.open(1, { salvages: false }, quiet)).rejects.toMatchObject({ code: 'not-an-archive' });
    await expect(session.unlock(fixturePassword, quiet)).rejects.toThrow('nothing to unlock');
  });
});
