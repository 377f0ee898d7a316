import { afterEach, describe, expect, test, vi } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { issuesOf } from '../../src/ui/run-state.ts';
import { file, folder, useExtraction } from './support/extraction-stage.ts';
import { content, outcome, update } from './support/fake-client.ts';

const stage = useExtraction();

describe('a folder', () => {
  test('that is not empty is asked about, and the answer is what the worker gets', async () => {
    await stage().extraction.addFiles([file('site.jpa')]);
    stage().client.folder = () =>
      Promise.resolve({ isEmpty: false, refused: null, unfinished: null, unknownRuns: null });
    await stage().extraction.target.extractInto(folder);
    expect(stage().extraction.state).toMatchObject({ name: 'ready', chosen: { folder } });
    void stage().extraction.target.extractOver('skip', 'side-zip');
    expect(stage().extraction.state.name).toBe('running');
    expect(stage().client.calls).toContain('extract skip');
  });

  test('that was left for another is forgotten', async () => {
    await stage().extraction.addFiles([file('site.jpa')]);
    stage().client.folder = () =>
      Promise.resolve({ isEmpty: false, refused: null, unfinished: null, unknownRuns: null });
    await stage().extraction.target.extractInto(folder);
    stage().extraction.target.leaveFolder();
    await stage().extraction.target.extractOver('overwrite', 'side-zip');
    expect(stage().extraction.state).toMatchObject({ name: 'ready', chosen: null });
    expect(stage().client.calls).not.toContain('extract overwrite');
  });

  test.each([
    [new ExtractError('folder-gone'), 'folder-gone'],
    [new DOMException('', 'NotFoundError'), 'folder-gone'],
    [new DOMException('', 'NotAllowedError'), 'folder-refused'],
  ])('that cannot be read leaves the backup open: %s', async (error, code) => {
    await stage().extraction.addFiles([file('site.jpa')]);
    stage().client.folder = () => Promise.reject(error);
    await stage().extraction.target.extractInto(folder);
    expect(stage().extraction.state).toMatchObject({ name: 'ready', refusal: { code } });
  });
});

describe('a run', () => {
  test('shows what was known before until its own first word, and each issue once', async () => {
    await stage().run();
    expect(issuesOf(stage().extraction.state)).toEqual(content.issues);
    stage().client.onUpdate(update({ newIssues: content.issues }));
    stage().client.onUpdate(update({ newIssues: [{ kind: 'no-name', path: '' }] }));
    expect(issuesOf(stage().extraction.state)).toEqual([...content.issues, { kind: 'no-name', path: '' }]);
  });

  test('ends done, with an issue that comes after the outcome', async () => {
    await stage().run();
    stage().client.onUpdate(update({ newLog: ['a line'] }));
    stage().client.run.resolve(outcome());
    await expect.poll(() => stage().extraction.state.name).toBe('done');
    stage().client.onUpdate(update({ newIssues: [{ kind: 'no-name', path: 'late' }] }));
    expect(issuesOf(stage().extraction.state)).toEqual([{ kind: 'no-name', path: 'late' }]);
    expect(stage().extraction.log.lines).toContain('a line');
  });

  test('stays paused until it is resumed, whatever snapshots were on their way', async () => {
    await stage().run();
    await stage().extraction.steering.pause();
    stage().client.onUpdate(update({ isPaused: false }));
    expect(stage().extraction.state.name).toBe('paused');
    await stage().extraction.steering.resume();
    stage().client.onUpdate(update({ isPaused: true }));
    expect(stage().extraction.state.name).toBe('running');
  });

  test('is cancelled when the worker has tidied up', async () => {
    await stage().run();
    await stage().extraction.cancel();
    expect(stage().extraction.state).toMatchObject({ name: 'running', cancelledMs: 0 });
    stage().client.run.resolve(outcome({ isCancelled: true, isComplete: false, filesWritten: 1 }));
    await expect.poll(() => stage().extraction.state.name).toBe('cancelled');
  });

  test('cancelled before its first step tells what it leaves beside what was known before', async () => {
    await stage().run();
    const left = { kind: 'left-behind', path: 'site.zip', reason: 'TimeoutError' } as const;
    stage().client.onUpdate(update({ step: 'parts', newIssues: [left] }));
    stage().client.run.resolve(outcome({ isCancelled: true, isComplete: false, filesWritten: 0 }));
    await expect.poll(() => issuesOf(stage().extraction.state)).toEqual([...content.issues, left]);
  });

  test('that an error ended can be tried again on the open backup', async () => {
    await stage().run();
    stage().client.run.reject(new ExtractError('disk-full'));
    await expect.poll(() => stage().extraction.state.name).toBe('failed');
    expect(stage().client.isDisposed).toBe(false);
    await stage().extraction.tryAgain();
    expect(stage().extraction.state.name).toBe('ready');
  });

  test('whose worker dies has failed, keeps its numbers and issues, and opens anew with a new worker', async () => {
    await stage().run();
    stage().client.onUpdate(update({ newIssues: [{ kind: 'no-name', path: 'kept' }] }));
    stage().client.die(new ExtractError('worker-died'));
    expect(stage().extraction.state).toMatchObject({ name: 'failed', problem: { code: 'worker-died' }, backup: null });
    expect(issuesOf(stage().extraction.state)).toEqual([{ kind: 'no-name', path: 'kept' }]);
    await stage().extraction.tryAgain();
    expect(stage().clients).toHaveLength(2);
    expect(stage().extraction.state.name).toBe('ready');
  });

  test('met by a fault of the page is stopped before its worker is ended, and stays on record', async () => {
    await stage().run();
    const first = stage().client;
    stage().extraction.fail(new TypeError('a fault'));
    expect(stage().extraction.state).toMatchObject({ name: 'failed', problem: null });
    expect(first.calls).toContain('answer stop');
    expect(first.calls).not.toContain('cancel');
    expect(first.isDisposed).toBe(false);
    first.run.resolve(outcome({ isCancelled: true }));
    await expect.poll(() => first.isDisposed).toBe(true);
  });

  test('that is over stays on the page when something fails later', async () => {
    await stage().run();
    stage().client.run.resolve(outcome());
    await expect.poll(() => stage().extraction.state.name).toBe('done');
    stage().extraction.fail(new TypeError('a fault'));
    stage().client.die(new ExtractError('worker-died'));
    expect(stage().extraction.state.name).toBe('done');
    expect(stage().extraction.log.lines.join()).toContain('a fault');
  });

  test('that has failed keeps its numbers and warnings when something else fails', async () => {
    await stage().run();
    stage().client.onUpdate(update({ newIssues: [{ kind: 'no-name', path: 'kept' }] }));
    stage().client.run.reject(new ExtractError('disk-full'));
    await expect.poll(() => stage().extraction.state.name).toBe('failed');
    stage().extraction.fail(new TypeError('a second fault'));
    expect(stage().extraction.state).toMatchObject({
      problem: { code: 'disk-full' },
      run: { update: { filesDone: 1 } },
    });
    expect(issuesOf(stage().extraction.state)).toEqual([{ kind: 'no-name', path: 'kept' }]);
    expect(stage().extraction.log.lines.join()).toContain('a second fault');
  });

  test('that has failed is opened anew if its worker dies after that', async () => {
    await stage().run();
    stage().client.run.reject(new ExtractError('disk-full'));
    await expect.poll(() => stage().extraction.state.name).toBe('failed');
    stage().client.die(new ExtractError('worker-died'));
    expect(stage().extraction.state).toMatchObject({ problem: { code: 'disk-full' }, backup: null });
    await stage().extraction.tryAgain();
    expect(stage().clients).toHaveLength(2);
    expect(stage().extraction.state.name).toBe('ready');
  });

  test('that is tried again keeps the warnings of the last try until the user leaves', async () => {
    await stage().run();
    const refused = { kind: 'write-failed', path: 'a.php', reason: 'NotAllowedError' } as const;
    stage().client.onUpdate(update({ newIssues: [...content.issues, refused] }));
    stage().client.run.reject(new ExtractError('disk-full'));
    await expect.poll(() => stage().extraction.state.name).toBe('failed');
    expect(stage().extraction.lastTry).toEqual([]);
    await stage().extraction.tryAgain();
    // What was known before the run stands among the backup's own warnings.
    expect(stage().extraction.lastTry).toEqual([refused]);
    expect(issuesOf(stage().extraction.state)).toEqual(content.issues);
    stage().extraction.startOver();
    expect(stage().extraction.lastTry).toEqual([]);
  });
});

describe('a cancelled run that never ends', () => {
  test('can be left, and is told by its last word', async () => {
    await stage().run();
    stage().client.onUpdate(update({ closing: 3, newIssues: [{ kind: 'no-name', path: 'a' }] }));
    await stage().extraction.cancel();
    stage().extraction.steering.stopWaiting();
    expect(stage().client.isDisposed).toBe(true);
    expect(stage().extraction.state).toMatchObject({
      name: 'cancelled',
      outcome: null,
      run: { destination: { name: 'public_html' }, update: { closing: 3 } },
      issues: [{ kind: 'no-name', path: 'a' }],
    });
    stage().client.onUpdate(update({ filesDone: 4 }));
    stage().client.run.resolve(outcome());
    await Promise.resolve();
    expect(stage().extraction.state).toMatchObject({ outcome: null, run: { update: { filesDone: 1 } } });
  });

  test('is not left before it was cancelled', async () => {
    await stage().run();
    stage().extraction.steering.stopWaiting();
    expect(stage().extraction.state.name).toBe('running');
    expect(stage().client.isDisposed).toBe(false);
  });

  test('makes room for another backup', async () => {
    await stage().run();
    await stage().extraction.cancel();
    stage().extraction.steering.stopWaiting();
    stage().extraction.startOver();
    await stage().run();
    expect(stage().clients).toHaveLength(2);
  });
});

describe('an error of the worker that nobody caught, while one output file is made,', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function pack(): Promise<void> {
    await stage().extraction.addFiles([file('site.jpa')]);
    void stage().extraction.target.packInto({ kind: 'zip', name: 'site.zip', handle: null, page: 'p' });
    expect(stage().extraction.state.name).toBe('running');
  }

  test('cancels the run, and ends the worker when it has fallen silent', async () => {
    await pack();
    const { client } = stage();
    vi.useFakeTimers();
    client.die(new ExtractError('worker-died'));
    expect(client.calls).toContain('cancel');
    for (let seconds = 0; seconds < 10; seconds += 1) {
      client.onUpdate(update());
      vi.advanceTimersByTime(1_000);
    }
    expect(client.isDisposed).toBe(false);
    vi.advanceTimersByTime(4_000);
    expect(client.isDisposed).toBe(true);
  });

  test('leaves no worker that could take away what the next run writes', async () => {
    await pack();
    const { client: first } = stage();
    first.die(new ExtractError('worker-died'));
    await stage().extraction.tryAgain();
    expect(first.isDisposed).toBe(false);
    await stage().run();
    expect(first.isDisposed).toBe(true);
    expect(stage().client.isDisposed).toBe(false);
  });
});

describe('one output file', () => {
  const target = { kind: 'zip', name: 'site.zip', handle: null, page: 'p' } as const;

  test('is made like a folder, and is done when it has been handed over', async () => {
    const { extraction } = stage();
    await extraction.addFiles([file('site.jpa')]);
    const { client } = stage();
    const packing = extraction.target.packInto(target);
    expect(extraction.state).toMatchObject({ name: 'running', destination: { kind: 'zip', name: 'site.zip' } });
    expect(client.calls).toContain('extract zip');
    client.run.resolve(outcome({ destination: { kind: 'zip', name: 'site.zip' }, download: new Blob(['x']) }));
    await packing;
    expect(extraction.state).toMatchObject({ name: 'done', isSaved: false });
    extraction.saved();
    expect(extraction.state).toMatchObject({ name: 'done', isSaved: true });
  });

  test('is forgotten when the user says so', async () => {
    const { extraction } = stage();
    await extraction.addFiles([file('site.jpa')]);
    const { client } = stage();
    client.run.resolve(outcome({ destination: { kind: 'zip', name: 'site.zip' }, download: new Blob(['x']) }));
    await extraction.target.packInto(target);
    await extraction.forgetOutput();
    expect(client.calls).toContain('forgetOutput');
    expect(extraction.state).toMatchObject({ name: 'done', isSaved: true, outcome: { download: null } });
  });

  test.each([false, true])(
    'that cannot be begun is refused where another choice can be made (asked: %s)',
    async (isAsked) => {
      const { extraction } = stage();
      await extraction.addFiles([file('site.jpa')]);
      const { client } = stage();
      const packing = extraction.target.packInto(target);
      if (isAsked) client.onUpdate(update({ runId: null, step: 'parts' }));
      client.run.reject(new ExtractError('no-room', { expected: 5, found: 1 }));
      await packing;
      expect(extraction.state).toMatchObject({ name: 'ready', refusal: { code: 'no-room' } });
    },
  );

  test('that breaks off later has failed', async () => {
    const { extraction } = stage();
    await extraction.addFiles([file('site.jpa')]);
    const { client } = stage();
    const packing = extraction.target.packInto(target);
    client.onUpdate(update());
    client.run.reject(new ExtractError('output-failed'));
    await packing;
    expect(extraction.state).toMatchObject({ name: 'failed', problem: { code: 'output-failed' } });
  });
});
