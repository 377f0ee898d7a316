import { beforeEach, describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { Extraction } from '../../src/ui/extraction.svelte.ts';
import { issuesOf } from '../../src/ui/run-state.ts';
import { content, FakeClient, found, locked, outcome, update } from './support/fake-client.ts';

const file = (name: string, size = 1): File => new File(['x'.repeat(size)], name, { lastModified: 0 });
// The run hands the folder on and reads its name; the worker it goes to is a fake.
const folder = { kind: 'directory', name: 'public_html' } as FileSystemDirectoryHandle;

let clients: FakeClient[];
let extraction: Extraction;
let nowMs: number;

/** The worker in use; made by the first call that needs one. */
function client(): FakeClient {
  const last = clients.at(-1);
  if (last === undefined) throw new Error('no worker was started');
  return last;
}

beforeEach(() => {
  clients = [];
  nowMs = 0;
  extraction = new Extraction(
    () => {
      const made = next ?? new FakeClient();
      next = null;
      clients.push(made);
      return made;
    },
    () => nowMs,
  );
});

/** Prepared for the next start of a worker. */
let next: FakeClient | null = null;

function prepare(change: (client: FakeClient) => void): void {
  next = new FakeClient();
  change(next);
}

async function running(): Promise<void> {
  await extraction.addFiles([file('site.jpa')]);
  void extraction.extractInto(folder);
  await expect.poll(() => extraction.state.name).toBe('running');
}

describe('opening', () => {
  test('starts no worker before files are picked', () => {
    expect(clients).toEqual([]);
    expect(extraction.state.name).toBe('idle');
  });

  test('opens a single sound backup by itself', async () => {
    await extraction.addFiles([file('site.jpa')]);
    expect(extraction.state.name).toBe('ready');
    expect(client().calls).toEqual(['survey', 'open 0']);
  });

  test('leaves the choice among several', async () => {
    prepare((client) => {
      client.survey_ = { backups: [found(0, 'a.jpa'), found(1, 'b.jpa')], strays: [] };
    });
    await extraction.addFiles([file('a.jpa'), file('b.jpa')]);
    expect(extraction.state.name).toBe('idle');
    await extraction.openBackup(1);
    expect(extraction.state.name).toBe('ready');
    expect(client().calls).toEqual(['survey', 'open 1']);
  });

  test('adds missing parts to those already picked, the same file once', async () => {
    prepare((client) => {
      client.survey_ = { backups: [found(0, 'site.jpa', { parts: ['site.j01'] })], strays: [] };
    });
    await extraction.addFiles([file('site.jpa')]);
    expect(extraction.state.name).toBe('idle');
    client().survey_ = { backups: [found(0, 'site.jpa')], strays: [] };
    await extraction.addFiles([file('site.jpa'), file('site.j01')]);
    expect(client().surveyed.map(({ name }) => name)).toEqual(['site.jpa', 'site.j01']);
    expect(extraction.state.name).toBe('ready');
  });

  test('keeps files of one name that differ, so that they are named as doubled', async () => {
    await extraction.addFiles([file('site.j01', 1), file('site.j01', 2)]);
    expect(client().surveyed).toHaveLength(2);
  });

  test('a part dropped after a failure joins the others', async () => {
    prepare((client) => {
      client.opened = () => Promise.reject(new ExtractError('archive-truncated', { part: 'site.jpa' }));
    });
    await extraction.addFiles([file('site.jpa')]);
    expect(extraction.state).toMatchObject({ name: 'failed', problem: { code: 'archive-truncated' } });
    await extraction.addFiles([file('site.j01')]);
    expect(extraction.state.name).toBe('ready');
    expect(client().surveyed).toHaveLength(2);
  });

  test('an answer that comes after starting over is dropped', async () => {
    let answer: (error: unknown) => void = () => undefined;
    prepare((client) => {
      client.opened = () => new Promise((_, reject) => (answer = reject));
    });
    const adding = extraction.addFiles([file('site.jpa')]);
    await expect.poll(() => extraction.state.name).toBe('opening');
    extraction.startOver();
    answer(new ExtractError('archive-damaged'));
    await adding;
    expect(extraction.state.name).toBe('idle');
    expect(clients[0]?.isDisposed).toBe(true);
  });
});

describe('a password', () => {
  test('that is wrong leaves the field, and the right one opens', async () => {
    prepare((client) => {
      client.opened = () => Promise.resolve(locked);
      client.unlocked = (password) =>
        password === 'right'
          ? Promise.resolve({ ...locked, content })
          : Promise.reject(new ExtractError('wrong-password'));
    });
    await extraction.addFiles([file('site.jps')]);
    expect(extraction.state).toMatchObject({ name: 'needs-password', failures: 0 });
    await extraction.unlock('');
    await extraction.unlock('wrong');
    expect(extraction.state).toMatchObject({ name: 'needs-password', failures: 2, isChecking: false });
    await extraction.unlock('right');
    expect(extraction.state.name).toBe('ready');
    expect(JSON.stringify([extraction.state, extraction.log])).not.toMatch(/right|wrong"/);
  });

  test('asked for behind a damaged archive ends in its error, not in another try', async () => {
    prepare((client) => {
      client.opened = () => Promise.resolve(locked);
      client.unlocked = () => Promise.reject(new ExtractError('too-many-iterations', { found: 1e9 }));
    });
    await extraction.addFiles([file('site.jps')]);
    await extraction.unlock('any');
    expect(extraction.state).toMatchObject({ name: 'failed', problem: { code: 'too-many-iterations' } });
  });
});

describe('a folder', () => {
  test('that is not empty is asked about, and the answer is what the worker gets', async () => {
    await extraction.addFiles([file('site.jpa')]);
    client().emptiness = () => Promise.resolve(false);
    await extraction.extractInto(folder);
    expect(extraction.state).toMatchObject({ name: 'ready', occupied: folder });
    void extraction.extractOver('skip');
    expect(extraction.state.name).toBe('running');
    expect(client().calls).toContain('extract skip');
  });

  test('that was left for another is forgotten', async () => {
    await extraction.addFiles([file('site.jpa')]);
    client().emptiness = () => Promise.resolve(false);
    await extraction.extractInto(folder);
    extraction.leaveFolder();
    await extraction.extractOver('overwrite');
    expect(extraction.state).toMatchObject({ name: 'ready', occupied: null });
    expect(client().calls).not.toContain('extract overwrite');
  });

  test.each([
    [new ExtractError('folder-gone'), 'folder-gone'],
    [new DOMException('', 'NotFoundError'), 'folder-gone'],
    [new DOMException('', 'NotAllowedError'), 'folder-refused'],
  ])('that cannot be read leaves the backup open: %s', async (error, code) => {
    await extraction.addFiles([file('site.jpa')]);
    client().emptiness = () => Promise.reject(error);
    await extraction.extractInto(folder);
    expect(extraction.state).toMatchObject({ name: 'ready', refusal: { code } });
  });
});

describe('a run', () => {
  test('shows what was known before until its own first word, and each issue once', async () => {
    await running();
    expect(issuesOf(extraction.state)).toEqual(content.issues);
    client().onUpdate(update({ newIssues: content.issues }));
    client().onUpdate(update({ newIssues: [{ kind: 'no-name', path: '' }] }));
    expect(issuesOf(extraction.state)).toEqual([...content.issues, { kind: 'no-name', path: '' }]);
  });

  test('ends done, with an issue that comes after the outcome', async () => {
    await running();
    client().onUpdate(update({ newLog: ['a line'] }));
    client().run.resolve(outcome());
    await expect.poll(() => extraction.state.name).toBe('done');
    client().onUpdate(update({ newIssues: [{ kind: 'no-name', path: 'late' }] }));
    expect(issuesOf(extraction.state)).toEqual([{ kind: 'no-name', path: 'late' }]);
    expect(extraction.log.lines).toContain('a line');
  });

  test('stays paused until it is resumed, whatever snapshots were on their way', async () => {
    await running();
    await extraction.pause();
    client().onUpdate(update({ isPaused: false }));
    expect(extraction.state.name).toBe('paused');
    await extraction.resume();
    client().onUpdate(update({ isPaused: true }));
    expect(extraction.state.name).toBe('running');
  });

  test('is cancelled when the worker has tidied up', async () => {
    await running();
    await extraction.cancel();
    expect(extraction.state).toMatchObject({ name: 'running', isCancelling: true });
    client().run.resolve(outcome({ isCancelled: true, isComplete: false, filesWritten: 1 }));
    await expect.poll(() => extraction.state.name).toBe('cancelled');
  });

  test('that an error ended can be tried again on the open backup', async () => {
    await running();
    client().run.reject(new ExtractError('disk-full'));
    await expect.poll(() => extraction.state.name).toBe('failed');
    expect(client().isDisposed).toBe(false);
    await extraction.tryAgain();
    expect(extraction.state.name).toBe('ready');
  });

  test('whose worker dies has failed, keeps its numbers and issues, and opens anew with a new worker', async () => {
    await running();
    client().onUpdate(update({ newIssues: [{ kind: 'no-name', path: 'kept' }] }));
    client().die(new ExtractError('worker-died'));
    expect(extraction.state).toMatchObject({ name: 'failed', problem: { code: 'worker-died' }, backup: null });
    expect(issuesOf(extraction.state)).toEqual([{ kind: 'no-name', path: 'kept' }]);
    await extraction.tryAgain();
    expect(clients).toHaveLength(2);
    expect(extraction.state.name).toBe('ready');
  });

  test('met by a fault of the page is cancelled before its worker is ended', async () => {
    await running();
    const first = client();
    extraction.fail(new TypeError('a fault'));
    expect(extraction.state).toMatchObject({ name: 'failed', problem: null });
    expect(first.calls).toContain('cancel');
    expect(first.isDisposed).toBe(false);
    first.run.resolve(outcome({ isCancelled: true }));
    await expect.poll(() => first.isDisposed).toBe(true);
  });

  test('that is over stays on the page when something fails later', async () => {
    await running();
    client().run.resolve(outcome());
    await expect.poll(() => extraction.state.name).toBe('done');
    extraction.fail(new TypeError('a fault'));
    client().die(new ExtractError('worker-died'));
    expect(extraction.state.name).toBe('done');
    expect(extraction.log.lines.join()).toContain('a fault');
  });
});
