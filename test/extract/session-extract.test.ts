// The worker's side of a run: what goes in through its calls, and what comes out as updates, outcome and errors.
import { describe, expect, test } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy } from '../../src/extract/worker-api.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import type { JpaArchive } from '../support/write-jpa.ts';
import { fixtureFiles, jpaFile, opened, quiet, siteFiles, into, usual } from './session-files.ts';

describe('extracting', () => {
  test('comes to an outcome and to updates that end at the totals', async () => {
    const session = await opened(fixtureFiles('site.zip'));
    const folder = new FakeFolder({ name: 'public_html' });
    const updates: RunUpdate[] = [];
    const outcome = await session.extract(into(folder), usual, (update) => {
      updates.push(update);
    });
    expect(outcome).toMatchObject({
      isCancelled: false,
      format: 'zip',
      destination: { kind: 'folder', name: 'public_html' },
      filesTotal: siteFiles.length,
      filesWritten: siteFiles.length,
      partsCount: 1,
      hasInstaller: true,
      // Some names are refused by any browser.
      aside: [{ name: 'unstow-refused-names.zip' }],
      isComplete: true,
    });
    const last = updates.at(-1);
    expect(last).toMatchObject({
      step: 'checks',
      filesDone: siteFiles.length,
      bytesDone: last?.bytesTotal,
      closing: 0,
    });
  });

  test('gives hundreds of files that are under way at once each its own content', async () => {
    const contentOf = (number: number): string => `${number} `.repeat(500 + number);
    const entries = Array.from({ length: 400 }, (_, number) => ({ path: `${number}`, content: contentOf(number) }));
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'write' ? 2 : 0) });
    await session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
    for (const { path, content } of entries) expect(folder.text(path), path).toBe(content);
  });

  test.each([
    ['overwrite', 'new', 1],
    ['skip', 'old', 1],
    ['keep-both', 'old', 2],
  ] as const)('over what is there: %s', async (existing: ExistingPolicy, text, count) => {
    const session = await opened([jpaFile({ entries: [{ path: 'a', content: 'new' }] })]);
    const folder = new FakeFolder();
    folder.put('a', 'old');
    expect(await session.surveyFolder(folder.handle, usual)).toMatchObject({ isEmpty: false });
    await session.extract(into(folder, existing), usual, quiet);
    expect(folder.text('a')).toBe(text);
    expect(folder.files().size).toBe(count);
  });

  test('never over the parts themselves', async () => {
    const file = jpaFile({ entries: [{ path: 'site.jpa', content: 'an entry' }] });
    const session = await opened([file]);
    const folder = new FakeFolder();
    folder.put('site.jpa', 'the backup');
    await session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
    expect(folder.text('site.jpa')).toBe('the backup');
    expect(folder.text('site (2).jpa')).toBe('an entry');
  });

  test('a cancelled run has an outcome too', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const folder = new FakeFolder();
    const running = session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
    await session.cancel();
    const outcome = await running;
    expect(outcome).toMatchObject({ isCancelled: true, isComplete: false, checks: [] });
    expect(outcome.filesWritten).toBe(folder.files().size);
    expect(outcome.filesWritten).toBeLessThan(siteFiles.length);
  });

  test('a run can follow a cancelled one', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const folder = new FakeFolder();
    const running = session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
    await session.cancel();
    await running;
    const outcome = await session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
    expect(outcome).toMatchObject({ isCancelled: false, filesWritten: folder.files().size });
  });

  test('a paused run is not over, and says that it is paused', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const folder = new FakeFolder();
    const updates: RunUpdate[] = [];
    const running = session.extract(into(folder, 'overwrite', 'skip'), usual, (update) => {
      updates.push(update);
      if (update.isPaused) void session.resume();
    });
    await session.pause();
    expect(await running).toMatchObject({ isCancelled: false, filesWritten: folder.files().size });
    expect(updates.some(({ isPaused }) => isPaused)).toBe(true);
  });

  test('what holds the run comes with an update, and an answer ends it', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const fault = (operation: string): Error | undefined =>
      operation === 'close' ? new DOMException('no', 'QuotaExceededError') : undefined;
    const codes: unknown[] = [];
    const outcome = await session.extract(into(new FakeFolder({ fault })), usual, ({ held }) => {
      codes.push(held?.problem.code);
      if (held !== null) void session.answer('stop');
    });
    expect(codes).toContain('disk-full');
    expect(outcome).toMatchObject({ isCancelled: true, isComplete: false });
  });
});

describe('each statement of the archive that does not hold takes its check away', () => {
  const entries = [{ path: 'a', content: 'aaaa' }];
  async function checksOf(archive: Partial<JpaArchive>): Promise<{ checks: readonly string[]; isComplete: boolean }> {
    const session = await opened([jpaFile({ entries, ...archive })]);
    return session.extract(into(new FakeFolder()), usual, quiet);
  }

  test('all of them hold', async () => {
    const { checks, isComplete } = await checksOf({ partCount: 1 });
    expect(isComplete).toBe(true);
    expect([...checks].sort()).toEqual(
      ['entry-count', 'total-size', 'packed-size', 'part-count', 'every-size', 'every-stream-end'].sort(),
    );
  });

  test.each([
    ['entry-count', { header: { count: 2 } }],
    ['total-size', { header: { size: 5 } }],
    ['packed-size', { header: { packedSize: 5 } }],
  ] as const)('%s', async (check, archive) => {
    const { checks, isComplete } = await checksOf(archive);
    expect(checks).not.toContain(check);
    expect(checks).toContain('every-size');
    expect(isComplete).toBe(false);
  });

  test('every-size and every-stream-end', async () => {
    const { checks } = await checksOf({ entries: [...entries, { path: 'b', content: 'b', fields: { data: '\x07' } }] });
    expect(checks).toContain('entry-count');
    expect(checks.filter((check) => check.startsWith('every'))).toEqual([]);
  });
});

test('an empty folder is empty', async () => {
  expect(await new Session().surveyFolder(new FakeFolder().handle, usual)).toMatchObject({ isEmpty: true });
});

describe('F-31: a part in a folder inside the chosen one, and an entry of that path', () => {
  async function extracted(
    hasHandle: boolean,
  ): Promise<{ readonly folder: FakeFolder; readonly issues: readonly Issue[] }> {
    const part = jpaFile({ entries: [{ path: 'backups/site.jpa', content: 'an older backup' }] });
    const folder = new FakeFolder();
    folder.put('backups/site.jpa', new Uint8Array(await part.arrayBuffer()), 1000);
    const handle = await (await folder.handle.getDirectoryHandle('backups')).getFileHandle('site.jpa');
    const session = await opened([await handle.getFile()]);
    // Touched by another program meanwhile: what tells is the handle alone.
    if (hasHandle) folder.put('backups/site.jpa', new Uint8Array(await part.arrayBuffer()), 2000);
    await session.keepHandles(hasHandle ? [handle] : []);
    const issues: Issue[] = [];
    await session.extract(into(folder), usual, ({ newIssues }) => {
      issues.push(...newIssues);
    });
    expect(folder.files().get('backups/site.jpa')).toEqual(new Uint8Array(await part.arrayBuffer()));
    return { folder, issues };
  }

  test.each([true, false])('is not written over, where all are to be (with its handle: %s)', async (hasHandle) => {
    const { folder, issues } = await extracted(hasHandle);
    expect(folder.text('backups/site (2).jpa')).toBe('an older backup');
    expect(issues).toMatchObject([{ kind: 'renamed', path: 'backups/site.jpa', change: 'name-of-a-part' }]);
  });
});
