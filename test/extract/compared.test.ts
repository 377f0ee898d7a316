// F-17: what a disk gives back is not what it was given. With the option on, that never passes for a file.
import { describe, expect, test } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { HoldAnswer } from '../../src/extract/hold.ts';
import { Session } from '../../src/extract/session.ts';
import type { RunChoices } from '../../src/extract/worker-api.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { labelsOf } from '../../src/ui/outcome-labels.ts';
import { verdict } from '../../src/ui/outcome-words.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { sha256 } from '../support/fixtures.ts';
import { MemoryStore } from '../journal/runs.ts';
import { fixtureFiles, into, jpaFile, opened, quiet, siteFiles, usual } from './session-files.ts';

const comparing: RunChoices = { ...usual, comparesAfterWriting: true };
const large = 'of more than one piece '.repeat(120_000);
const entries = [
  { path: 'index.php', content: '<?php' },
  { path: 'empty.txt', content: '' },
  { path: 'dump.sql', content: large, store: true },
  { path: 'images/logo.png', content: 'png' },
];

interface Told {
  readonly held: readonly string[];
  readonly issues: readonly Issue[];
}

/** Answers whatever holds the run. */
function answering(
  session: Session,
  answer: HoldAnswer,
): { readonly told: Told; readonly onUpdate: (update: RunUpdate) => void } {
  const told = { held: [] as string[], issues: [] as Issue[] };
  const onUpdate = ({ held, newIssues }: RunUpdate): void => {
    told.issues.push(...newIssues);
    if (held === null) return;
    told.held.push(held.problem.code);
    void session.answer(answer);
  };
  return { told, onUpdate };
}

describe('a sound disk', () => {
  test('every file is read back, in pieces, and said to be compared', async () => {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder();
    const outcome = await session.extract(into(folder), comparing, quiet);
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 4, filesCompared: 4, filesHashed: 4 });
    expect(outcome.checks).toContain('read-back');
    const label = labelsOf(outcome).find(({ name }) => name === 'Compared');
    expect(label?.sentence).toContain('4 of 4 files were read back');
  });

  test('nothing is claimed where it was not asked for', async () => {
    const session = await opened([jpaFile({ entries })]);
    const outcome = await session.extract(into(new FakeFolder()), usual, quiet);
    expect(outcome).toMatchObject({ isComplete: true, filesCompared: 0, filesHashed: 0 });
    expect(outcome.checks).not.toContain('read-back');
    expect(labelsOf(outcome).map(({ name }) => name)).toEqual(['Complete']);
  });

  test('the sums are those of the files as they lie there, under the names that they were given', async () => {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder();
    folder.put('index.php', 'mine');
    await session.extract(into(folder, 'keep-both'), comparing, quiet);
    const list = await (await session.list('sha256sums')).text();
    const files = [...folder.files()].filter(([path]) => path !== 'index.php');
    const lines = files.map(([path, bytes]) => `${sha256(bytes)}  ${path}`);
    expect(list.trimEnd().split('\n').sort()).toEqual(lines.sort());
    expect(list).toContain('  index (2).php\n');
  });

  test('what lies in the ZIP beside the files is compared with it', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const outcome = await session.extract(into(new FakeFolder()), comparing, quiet);
    expect(outcome.aside).toHaveLength(1);
    expect(outcome).toMatchObject({ isComplete: true, filesCompared: siteFiles.length });
    expect(outcome.filesHashed).toBeLessThan(siteFiles.length);
  });

  test('files that were left as they were are not claimed', async () => {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder();
    folder.put('index.php', 'mine');
    const outcome = await session.extract(into(folder, 'skip'), comparing, quiet);
    expect(outcome).toMatchObject({ filesWritten: 3, filesCompared: 3 });
    const label = labelsOf(outcome).find(({ name }) => name === 'Compared');
    expect(label?.sentence).toContain('3 of 4 files');
    expect(label?.sentence).toContain('were there already');
  });

  test('hundreds of files under way at once are each compared with their own content', async () => {
    const many = Array.from({ length: 400 }, (_, number) => ({
      path: `${number}`,
      content: `${number} `.repeat(number),
    }));
    const session = await opened([jpaFile({ entries: many })]);
    const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'getFile' ? 1 : 0) });
    expect(await session.extract(into(folder), comparing, quiet)).toMatchObject({
      isComplete: true,
      filesCompared: 400,
    });
  });
});

describe.each(['index.php', 'dump.sql'])('F-17: a disk that gives %s back otherwise', (bad) => {
  const spoilt: FakeFolderOptions = { spoils: (path) => path === bad };

  test('is told at once, and the file is left out where the user says so', async () => {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder(spoilt);
    const { told, onUpdate } = answering(session, 'skip');
    const outcome = await session.extract(into(folder), comparing, onUpdate);
    expect(told.held[0]).toBe('read-back-differs');
    expect(told.issues).toContainEqual({ kind: 'read-back-differs', path: bad });
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 3, filesCompared: 3 });
    expect(verdict({ outcome, issues: told.issues }).title).toBe('Not complete');
    // I5: nothing of it stays at its name.
    expect([...folder.files().keys()]).not.toContain(bad);
    expect(await (await session.list('sha256sums')).text()).not.toContain(bad);
  });

  test('is not noticed without the option: that is what it is for', async () => {
    const session = await opened([jpaFile({ entries })]);
    expect(await session.extract(into(new FakeFolder(spoilt)), usual, quiet)).toMatchObject({ isComplete: true });
  });

  test('is written again where the user says so, and is whole when the fault has passed', async () => {
    let isSpoilt = true;
    const folder = new FakeFolder({ spoils: (path) => path === bad && isSpoilt });
    const session = await opened([jpaFile({ entries })]);
    const { told, onUpdate } = answering(session, 'retry');
    const outcome = await session.extract(into(folder), comparing, (update) => {
      if (update.held !== null) isSpoilt = false;
      onUpdate(update);
    });
    expect(told.held).toContain('read-back-differs');
    expect(outcome).toMatchObject({ isComplete: true, filesCompared: 4 });
  });

  test('takes away what it has put over a file that was there: that one is gone, and half of a file must not stay', async () => {
    const folder = new FakeFolder(spoilt);
    folder.put(bad, 'an older one');
    const session = await opened([jpaFile({ entries })]);
    const { onUpdate } = answering(session, 'skip');
    await session.extract(into(folder, 'overwrite'), comparing, onUpdate);
    expect([...folder.files().keys()]).not.toContain(bad);
  });

  test('does not hold a cancel up', async () => {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder(spoilt);
    const { onUpdate } = answering(session, 'stop');
    const outcome = await session.extract(into(folder), comparing, onUpdate);
    expect(outcome).toMatchObject({ isCancelled: true, checks: [] });
    expect([...folder.files().keys()]).not.toContain(bad);
  });
});

test('a file that cannot be read back is held as one that cannot be written', async () => {
  const fault = (operation: string, path: string): Error | undefined =>
    operation === 'getFile' && path === 'index.php' ? new DOMException('no', 'NotReadableError') : undefined;
  const session = await opened([jpaFile({ entries })]);
  const { told, onUpdate } = answering(session, 'skip');
  const outcome = await session.extract(into(new FakeFolder({ fault })), comparing, onUpdate);
  expect(told.held).toContain('write-failed');
  expect(outcome).toMatchObject({ isComplete: false, filesCompared: 3 });
}, 60_000);

describe('one output file', () => {
  /** A file in a folder, as the dialog gives one. */
  async function handleIn(folder: FakeFolder): Promise<FileSystemFileHandle> {
    return folder.handle.getFileHandle('out', { create: true });
  }

  test.each(['zip', 'tar', 'tar.gz'] as const)('%s: is compared as a whole, every file in it', async (kind) => {
    const session = await opened([jpaFile({ entries })]);
    const handle = await handleIn(new FakeFolder());
    const outcome = await session.extract({ kind, name: 'out', handle, page: 'p' }, comparing, quiet);
    expect(outcome).toMatchObject({ isComplete: true, filesCompared: 4, filesHashed: 0 });
  });

  test.each(['zip', 'tar', 'tar.gz'] as const)(
    '%s: F-17: ends the run where it differs, and is removed',
    async (kind) => {
      const session = await opened([jpaFile({ entries })]);
      const folder = new FakeFolder({ spoils: () => true });
      const handle = Object.assign(await handleIn(folder), { remove: () => folder.handle.removeEntry('out') });
      const run = session.extract({ kind, name: 'out', handle, page: 'p' }, comparing, quiet);
      await expect(run).rejects.toMatchObject({ code: 'read-back-differs' });
      expect([...folder.files().keys()]).toEqual([]);
    },
  );
});

test('F-17: the ZIP beside the files is made again until it is what was written', async () => {
  let isSpoilt = true;
  const folder = new FakeFolder({ spoils: (path) => path.endsWith('.zip') && isSpoilt });
  const session = await opened([jpaFile({ entries: [...entries, { path: 'what?.txt', content: 'refused' }] })]);
  const { told, onUpdate } = answering(session, 'retry');
  const outcome = await session.extract(into(folder), comparing, (update) => {
    if (update.held !== null) isSpoilt = false;
    onUpdate(update);
  });
  expect(told.held).toContain('read-back-differs');
  expect(outcome).toMatchObject({ isComplete: true, filesCompared: 5 });
});

test('a run that is gone on with compares too, and claims no file of an earlier visit', async () => {
  const store = new MemoryStore();
  const many = Array.from({ length: 40 }, (_, number) => ({ path: `${number}.txt`, content: `content ${number}` }));
  const file = jpaFile({ entries: many });
  const folder = new FakeFolder({ fault: (operation, path) => (operation === 'close' && path.startsWith('30.') ? new DOMException('full', 'QuotaExceededError') : undefined) }); // prettier-ignore
  const first = await opened([file], undefined, new Session(store));
  const { onUpdate } = answering(first, 'stop');
  const stopped = await first.extract(into(folder, 'overwrite'), comparing, onUpdate);
  expect(stopped).toMatchObject({ isCancelled: true, isKept: true });

  folder.crash({ keepsSwaps: false });
  const second = await opened([file], undefined, new Session(store));
  const [run] = await second.unfinishedRuns();
  const outcome = await second.continueRun(run?.id ?? '', folder.handle, quiet);
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: 40 });
  expect(outcome.filesCompared).toBeGreaterThan(0);
  expect(outcome.filesCompared).toBe(40 - stopped.filesWritten);
  expect(labelsOf(outcome).find(({ name }) => name === 'Compared')?.sentence).toContain('before the run was continued');
});
