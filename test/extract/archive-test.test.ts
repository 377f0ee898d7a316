// A test of a backup: everything is read and checked, nothing is written, and its result says what that is worth.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import type { Session } from '../../src/extract/session.ts';
import { labelsOf } from '../../src/ui/outcome-labels.ts';
import { verdict } from '../../src/ui/outcome-words.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixture, fixtures, readManifest } from '../support/fixtures.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { fixtureFiles, fileOf, into, jpaFile, opened, quiet, siteFiles, usual } from './session-files.ts';
import type { Issue } from '../../src/problems/issue.ts';

const nowhere = { kind: 'test' } as const;

interface Tested {
  readonly session: Session;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

async function testOf(files: readonly File[], password?: string): Promise<Tested> {
  const session = await opened(files, password);
  const issues: Issue[] = [];
  const outcome = await session.extract(nowhere, usual, ({ newIssues }) => {
    issues.push(...newIssues);
  });
  return { session, outcome, issues };
}

function testOfJpa(entries: readonly JpaEntry[]): Promise<Tested> {
  return testOf([jpaFile({ entries })]);
}

/** Path, SHA-256 and status of every entry, as the table has them. */
async function listed({ session }: Tested): Promise<readonly (readonly string[])[]> {
  const text = await (await session.list('csv')).text();
  const lines = text.split('\r\n').slice(1, -1);
  return lines.map((line) => {
    const cells = line.slice(1, -1).split('","');
    return [cells[0] ?? '', cells[5] ?? '', cells[6] ?? ''];
  });
}

describe.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (name, { format, password }) => {
  test('is read to its end, and every file has the sum that it should', async () => {
    const tested = await testOf(fixtureFiles(name), password ?? undefined);
    expect(tested.outcome).toMatchObject({
      isComplete: true,
      destination: { kind: 'test', name: name.slice(name.lastIndexOf('/') + 1) },
      filesWritten: siteFiles.length,
      filesHashed: siteFiles.length,
      filesCompared: 0,
      aside: [],
      hasInstaller: false,
      download: null,
    });
    const expected = readManifest().flatMap((entry) => (entry.kind === 'file' ? [entry.sha256] : []));
    const sums = (await listed(tested)).flatMap(([, sum, status]) => (status === 'read' ? [sum] : []));
    expect([...sums].sort()).toEqual([...expected].sort());
    const names = labelsOf(tested.outcome).map((label) => label.name);
    expect(names).toEqual(format === 'zip' ? ['Complete', 'Checksummed'] : ['Complete']);
    expect(verdict(tested).title).toBe('Complete');
  });
});

describe('names do not matter:', () => {
  const entries: readonly JpaEntry[] = [
    { path: '../../outside.php', content: 'leads out' },
    { path: 'a.txt', content: 'first' },
    { path: 'a.txt', content: 'second' },
    { path: 'A.txt', content: 'twin' },
    { path: 'CON', content: 'refused' },
    { path: 'deep/'.repeat(300) + 'x', content: 'too deep for a folder' },
    { path: 'folder', content: 'a file' },
    { path: 'folder/inside', content: 'in a folder of that name' },
    { path: 'current', kind: 'link', content: 'a.txt' },
    { path: 'away', kind: 'link', content: '/etc/passwd' },
  ];

  test('what an extraction leaves out or writes otherwise is read like all else', async () => {
    const tested = await testOfJpa(entries);
    const { outcome } = tested;
    expect(outcome).toMatchObject({ filesWritten: 8, filesHashed: 8, filesTotal: 8, isComplete: true });
    expect((await listed(tested)).map(([path, , status]) => [path?.slice(0, 9), status])).toEqual([
      ['../../out', 'read'],
      ['a.txt', 'read'],
      ['a.txt', 'read'],
      ['A.txt', 'read'],
      ['CON', 'read'],
      ['deep/deep', 'read'],
      ['folder', 'read'],
      ['folder/in', 'read'],
      ['current', 'no data'],
      ['away', 'link-leaves-folder'],
    ]);
  });

  test('what an extraction leaves out is told, and takes the green away', async () => {
    const tested = await testOfJpa(entries);
    expect(tested.issues.map(({ kind }) => kind).sort()).toEqual(['leaves-folder', 'link-leaves-folder']);
    const { title, tone, meaning } = verdict(tested);
    expect([title, tone]).toEqual(['Complete', 'plain']);
    expect(meaning).toContain('2 entries could be read');
  });

  test('what is extracted nowhere is in no list of files to check', async () => {
    const { session } = await testOfJpa(entries);
    const list = await (await session.list('sha256sums')).text();
    expect(list).not.toContain('outside');
    expect(list).toContain('  a (2).txt\n');
  });

  test('a damaged link is told', async () => {
    const link: JpaEntry = { path: 'l', kind: 'link', content: 'target', fields: { size: 3 } };
    const { outcome, issues } = await testOfJpa([{ path: 'a', content: 'a' }, link]);
    expect(issues).toContainEqual(expect.objectContaining({ kind: 'damaged', path: 'l' }));
    expect(outcome.isComplete).toBe(false);
  });
});

describe('a damaged file', () => {
  const damaged: JpaEntry = { path: 'b', content: 'bbbb', fields: { size: 9 } };
  const entries = [{ path: 'a', content: 'a' }, damaged, { path: 'c', content: 'c' }];

  test('is told, has no sum, and no word is said of the whole', async () => {
    const tested = await testOfJpa(entries);
    expect(tested.outcome).toMatchObject({ isComplete: false, filesWritten: 2, filesHashed: 2, filesTotal: 3 });
    expect((await listed(tested)).map(([path, sum, status]) => [path, sum === '', status])).toEqual([
      ['a', false, 'read'],
      ['b', true, 'damaged'],
      ['c', false, 'read'],
    ]);
    expect(verdict(tested)).toMatchObject({ title: 'Not complete', tone: 'warn', labels: [] });
  });

  test('holds the test and is asked about, as in an extraction', async () => {
    const session = await opened([jpaFile({ entries })]);
    const asked: unknown[] = [];
    const outcome = await session.extract(nowhere, { ...usual, skipsDamage: false }, ({ held }) => {
      if (held === null) return;
      asked.push(held.problem.where.entry);
      void session.answer('skip');
    });
    expect(asked).toContain('b');
    expect(outcome).toMatchObject({ isCancelled: false, filesWritten: 2 });
  });
});

describe('a ZIP', () => {
  test('with one changed byte is not called checksummed', async () => {
    const [file] = fixtureFiles('site.zip');
    const bytes = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer());
    const at = bytes.findIndex((_, index) => index > 5_000 && index > bytes.length / 3);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const tested = await testOf([fileOf('site.zip', bytes)]);
    expect(tested.outcome.isComplete).toBe(false);
    expect(verdict(tested).labels).toEqual([]);
  });
});

describe('under way', () => {
  test('it can be cancelled, and says how far it came', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const running = session.extract(nowhere, usual, quiet);
    await session.cancel();
    const outcome = await running;
    expect(outcome).toMatchObject({ isCancelled: true, isComplete: false, checks: [] });
    expect(outcome.filesWritten).toBe(outcome.filesHashed);
    expect(labelsOf(outcome)).toEqual([]);
  });

  test('it can be paused', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const updates: RunUpdate[] = [];
    const running = session.extract(nowhere, usual, (update) => {
      updates.push(update);
      if (update.isPaused) void session.resume();
    });
    await session.pause();
    expect(await running).toMatchObject({ isCancelled: false, isComplete: true });
    expect(updates.some(({ isPaused }) => isPaused)).toBe(true);
  });

  test('it counts what it has read, and ends at the totals', async () => {
    const session = await opened(fixtureFiles('site.jpa'));
    const updates: RunUpdate[] = [];
    await session.extract(nowhere, usual, (update) => {
      updates.push(update);
    });
    const last = updates.at(-1);
    expect(last).toMatchObject({ step: 'checks', runId: null, filesTotal: siteFiles.length, closing: 0 });
    expect([last?.filesDone, last?.bytesDone, last?.bytesWritten]).toEqual([
      last?.filesTotal,
      last?.bytesTotal,
      last?.bytesTotal,
    ]);
  });

  test('it asks nobody to choose, and an extraction can follow', async () => {
    const { session } = await testOf(fixtureFiles('site.jpa'));
    const again = await session.extract(nowhere, usual, quiet);
    expect(again.isComplete).toBe(true);
  });
});

test('what a test tells and saves holds neither the password nor anything out of a file', async () => {
  const { password } = fixture('site.jps');
  const session = await opened(fixtureFiles('site.jps'), password ?? '');
  const told: unknown[] = [];
  told.push(await session.extract(nowhere, usual, (update) => void told.push(update)));
  for (const kind of ['csv', 'sha256sums'] as const) told.push(await (await session.list(kind)).text());
  told.push(await session.hashParts(quiet));
  const text = JSON.stringify(told);
  expect(text).not.toContain(password);
  expect(text).not.toContain('<?php');
});

test('the list of a backup is gone when others are picked', async () => {
  const { session } = await testOf(fixtureFiles('site.jpa'));
  await session.survey([]);
  await expect(session.list('csv')).rejects.toThrow('no run');
});

test('there is no list before anything was read', async () => {
  const session = await opened(fixtureFiles('site.jpa'));
  await expect(session.list('csv')).rejects.toThrow('no run');
});

test('a list of a run that compared nothing is none', async () => {
  const { session } = await testOf(fixtureFiles('site.jpa'));
  await session.extract(into(new FakeFolder()), usual, quiet);
  await expect(session.list('csv')).rejects.toThrow('no run');
});

test('the sum of a known file is the one that the system’s own program gives', async () => {
  const content = 'twice the same\n'.repeat(200_000);
  const tested = await testOfJpa([{ path: 'large.txt', content }]);
  const { stdout } = spawnSync('sha256sum', { input: content });
  expect((await listed(tested))[0]?.[1]).toBe(stdout.toString().slice(0, 64));
});
