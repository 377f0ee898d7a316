// A test of a backup as the page sees it: begun, ended, left for the backup again; and the sums of its parts.
import { describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { keptWords, removedWords, worthWords } from '../../src/ui/cancelled-words.ts';
import { reportLines } from '../../src/ui/report.ts';
import type { OpenBackup } from '../../src/ui/run-state.ts';
import { plainText } from '../../src/ui/words.ts';
import { content, open, outcome, update } from './support/fake-client.ts';
import { file, useExtraction } from './support/extraction-stage.ts';

const stage = useExtraction();
const nowhere = { kind: 'test', name: 'site.jpa' } as const;
const damaged: Issue = { kind: 'damaged', path: 'a.php', damage: { what: 'broken-stream' } };

async function opened(): Promise<OpenBackup> {
  await stage().extraction.addFiles([file('site.jpa')]);
  const { state } = stage().extraction;
  if (state.name !== 'ready') throw new Error(`the page is ${state.name}`);
  return state.backup;
}

async function tested(): Promise<OpenBackup> {
  const backup = await opened();
  const testing = stage().extraction.target.test();
  stage().client.onUpdate(update({ newIssues: [...content.issues, damaged] }));
  stage().client.run.resolve(outcome({ destination: nowhere, isComplete: false }));
  await testing;
  return backup;
}

describe('a test', () => {
  test('runs under the name of the backup, into no folder', async () => {
    await opened();
    void stage().extraction.target.test();
    expect(stage().extraction.state).toMatchObject({ name: 'running', destination: nowhere, folder: null });
    expect(stage().client.calls).toContain('extract test');
  });

  test('leads back to the backup, which keeps what was found', async () => {
    await tested();
    expect(stage().extraction.state.name).toBe('done');
    stage().extraction.backToBackup();
    expect(stage().extraction.state).toMatchObject({ name: 'ready', chosen: null });
    expect(stage().extraction.lastTry).toEqual([damaged]);
    expect(stage().client.isDisposed).toBe(false);
  });

  test('an extraction does not lead back', async () => {
    await stage().run();
    stage().client.run.resolve(outcome());
    await expect.poll(() => stage().extraction.state.name).toBe('done');
    stage().extraction.backToBackup();
    expect(stage().extraction.state.name).toBe('done');
  });

  test('a list is what the worker makes of it', async () => {
    await tested();
    const list = await stage().extraction.list('sha256sums');
    expect(await list?.text()).toBe('sha256sums');
  });

  test('that was cancelled says that nothing was written', () => {
    const cancelled = outcome({ destination: nowhere, isCancelled: true, isComplete: false });
    const text = [keptWords(cancelled), plainText(removedWords(cancelled, [])), worthWords(cancelled)].join(' ');
    expect(text).toContain('A test writes nothing');
    expect(text).not.toMatch(/folder|removed|extract again/);
  });

  test('the report says that it is one of a test', () => {
    const backup = { ...open, content };
    const lines = reportLines(
      { name: 'done', isSaved: true, backup, outcome: outcome({ destination: nowhere }), issues: [] },
      0,
    );
    const text = lines.join('\n');
    expect(text).toContain('report of a test; nothing was written');
    expect(text).toMatch(/Read: {4}4 files/);
    expect(text).not.toMatch(/Into:|Written:|Written in/);
  });
});

describe('the sums of parts', () => {
  const sums = [{ name: 'site.jpa', size: 100, sha256: 'ab'.repeat(32) }];

  test('are asked for once, show how far they are, and stay with the backup', async () => {
    const backup = await opened();
    const { partSums } = stage().extraction;
    expect(partSums.of(backup)).toEqual({ name: 'unknown' });
    const reading = partSums.read(backup);
    await partSums.read(backup);
    expect(partSums.of(backup)).toEqual({ name: 'reading', progress: { bytesRead: 50, bytesTotal: 100 } });
    stage().client.hashed.resolve(sums);
    await reading;
    expect(partSums.of(backup)).toEqual({ name: 'known', sums });
    await partSums.read(backup);
    expect(stage().client.calls.filter((call) => call === 'hashParts')).toHaveLength(1);
    expect(partSums.of({ ...backup }), 'of another backup').toEqual({ name: 'unknown' });
  });

  test('can be cancelled, and what comes after that is dropped', async () => {
    const backup = await opened();
    const { partSums } = stage().extraction;
    const reading = partSums.read(backup);
    await partSums.cancel();
    expect(stage().client.calls).toContain('cancelHashing');
    stage().client.hashed.resolve(sums);
    await reading;
    expect(partSums.of(backup)).toEqual({ name: 'unknown' });
  });

  test('of a part that cannot be read are none, and the backup stays open', async () => {
    const backup = await opened();
    const { partSums } = stage().extraction;
    const reading = partSums.read(backup);
    stage().client.hashed.reject(new ExtractError('part-unreadable', { part: 'site.jpa' }));
    await reading;
    expect(partSums.of(backup)).toMatchObject({ name: 'failed', problem: { code: 'part-unreadable' } });
    expect(stage().extraction.state.name).toBe('ready');
  });
});
