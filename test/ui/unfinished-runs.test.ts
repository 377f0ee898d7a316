import { describe, expect, test } from 'vitest';
import type { UnfinishedRun } from '../../src/extract/worker-api.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { file, folder, useExtraction } from './support/extraction-stage.ts';
import { content, found, locked, outcome, update } from './support/fake-client.ts';
import { Pending } from './support/pending.ts';

const stage = useExtraction();
const run: UnfinishedRun = {
  id: '0123456789abcdef',
  backup: 'site.jpa',
  partNames: ['site.j01', 'site.jpa'],
  target: { kind: 'folder', name: 'public_html', folder },
  isSelection: false,
  startedMs: 0,
  fraction: 0.61,
  parts: null,
};
const intoFile: UnfinishedRun = { ...run, target: { kind: 'tar.gz', name: 'site.tar.gz', file: null, page: 'page' } };
const id = run.id;
/** What is asked of the worker for a run that goes on by itself. */
const wholeWay = [`verifyRun ${id}`, 'survey', `recognise ${id}`, 'open 0', `continueRun ${id}`];
const unfinished = () => stage().extraction.unfinished;
const state = () => stage().extraction.state;

describe('a run that was broken off', () => {
  test('is offered', async () => {
    stage().prepare((client) => {
      client.unfinished = [run];
    });
    await unfinished().look();
    expect(unfinished().runs).toEqual([run]);
  });

  test('is none where the browser keeps nothing', async () => {
    stage().prepare((client) => {
      client.unfinishedRuns = () => Promise.reject(new DOMException('', 'SecurityError'));
    });
    await unfinished().look();
    expect(unfinished().runs).toEqual([]);
    expect(state().name).toBe('idle');
  });

  test('goes on by itself where its files are at hand, and is offered no more', async () => {
    stage().prepare((client) => {
      client.unfinished = [run];
    });
    await unfinished().look();
    void unfinished().continue(run, [file('site.jpa')]);
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.calls).toEqual(wholeWay);
    expect(state()).toMatchObject({ destination: { kind: 'folder', name: 'public_html' }, folder });
    expect(unfinished().runs).toEqual([]);
    stage().client.onUpdate(update({ filesDone: 3 }));
    stage().client.run.resolve(outcome());
    await expect.poll(() => state().name).toBe('done');
  });

  test('is opened in the way it was opened for it', async () => {
    stage().prepare((client) => {
      client.survey_ = { backups: [found(0, 'site.jpa', { parts: ['site.j02'] })], strays: [] };
      client.known = { id: 0, options: { salvages: true } };
    });
    void unfinished().continue(run, [file('site.jpa')]);
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.calls).toContain('open 0 past damage');
  });

  test('of an encrypted backup goes on when the password is right', async () => {
    stage().prepare((client) => {
      client.opened = () => Promise.resolve(locked);
      client.unlocked = (password) =>
        password === 'right'
          ? Promise.resolve({ ...locked, content })
          : Promise.reject(new ExtractError('wrong-password'));
    });
    await unfinished().continue(run, [file('site.jps')]);
    expect(state().name).toBe('needs-password');
    await stage().extraction.unlock('wrong');
    expect(state()).toMatchObject({ name: 'needs-password', failures: 1 });
    void stage().extraction.unlock('right');
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.calls.at(-1)).toBe(`continueRun ${id}`);
  });

  test('waits for its files to be picked again, and tells a wrong one', async () => {
    await unfinished().continue(run, null);
    expect(unfinished().awaited).toBe(run);
    stage().client.known = null;
    await stage().extraction.addFiles([file('other.jpa')]);
    expect(unfinished().refusal).toMatchObject({ id, problem: { code: 'not-this-backup' } });
    expect(state().name).toBe('idle');
    expect(unfinished().awaited).toBe(run);

    stage().client.known = { id: 0, options: { salvages: false } };
    void stage().extraction.addFiles([file('site.jpa')]);
    await expect.poll(() => state().name).toBe('running');
    // The wrong one would only be in the way.
    expect(stage().client.surveyed.map(({ name }) => name)).toEqual(['site.jpa']);
    expect(unfinished().awaited).toBeNull();
  });

  test('takes its parts one by one', async () => {
    await unfinished().continue(run, null);
    stage().client.known = null;
    stage().client.survey_ = { backups: [found(0, 'site.jpa', { parts: ['site.j01'] })], strays: [] };
    await stage().extraction.addFiles([file('site.jpa')]);
    expect(unfinished().refusal).toBeNull();
    stage().client.known = { id: 0, options: { salvages: false } };
    void stage().extraction.addFiles([file('site.j01')]);
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.surveyed).toHaveLength(2);
  });

  test.each(['folder-changed', 'folder-gone', 'nothing-to-continue'] as const)(
    'is refused with the reason where the folder is not as it was: %s',
    async (code) => {
      stage().prepare((client) => {
        client.broken = new ExtractError(code, { text: 'public_html' });
      });
      await unfinished().continue(run, [file('site.jpa')]);
      expect(unfinished().refusal).toEqual({ id, problem: { code, where: { text: 'public_html' } } });
      expect(unfinished().awaited).toBeNull();
      expect(state().name).toBe('idle');
      expect(stage().client.calls).not.toContain('survey');
    },
  );

  test.each([
    ['its files are at hand', [file('site.jpa')]],
    ['its files are to be picked', null],
  ])('is left where another backup is opened before the folder has answered; %s', async (_files, files) => {
    const verified = new Pending<void>();
    stage().prepare((client) => {
      client.verifyRun = () => verified.promise;
    });
    const going = unfinished().continue(run, files);
    await stage().extraction.addFiles([file('other.jpa')]);
    await stage().run();
    verified.resolve();
    await going;
    expect(state().name).toBe('running');
    const calls = stage().client.calls.filter((call) => /^(?:survey|open|extract|continueRun)\b/.test(call));
    expect(calls).toEqual(['survey', 'open 0', 'extract keep-both']);
    expect(unfinished().awaited).toBeNull();
  });

  test('is not refused any more where another backup is opened meanwhile', async () => {
    const verified = new Pending<void>();
    stage().prepare((client) => {
      client.verifyRun = () => verified.promise;
    });
    const going = unfinished().continue(run, null);
    await stage().extraction.addFiles([file('other.jpa')]);
    verified.reject(new ExtractError('folder-gone'));
    await going;
    expect(unfinished().refusal).toBeNull();
    expect(state().name).toBe('ready');
  });

  test('that cannot be taken up leaves the backup open for another folder', async () => {
    stage().prepare((client) => {
      client.continueRun = (_id, _folder, onUpdate) => {
        onUpdate(update({ runId: null, step: 'parts' }));
        return Promise.reject(new ExtractError('folder-in-use', { text: 'public_html' }));
      };
    });
    await unfinished().continue(run, [file('site.jpa')]);
    expect(state()).toMatchObject({ name: 'ready', refusal: { code: 'folder-in-use' } });
  });

  test('is forgotten, with its mark where the folder can be reached', async () => {
    await unfinished().forget(run, folder);
    expect(stage().client.calls).toEqual([`forgetRun ${id} public_html`]);
    await unfinished().forget(run, null);
    expect(stage().client.calls.at(-1)).toBe(`forgetRun ${id}`);
  });

  test('is left for another backup', async () => {
    await unfinished().continue(run, null);
    stage().extraction.startOver();
    expect(unfinished().awaited).toBeNull();
    await stage().extraction.addFiles([file('site.jpa')]);
    expect(state().name).toBe('ready');
  });
});

describe('a run into one file that was broken off', () => {
  test('goes on by itself, and is told as what it makes', async () => {
    void unfinished().continue(intoFile, [file('site.jpa')]);
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.calls).toEqual(wholeWay);
    expect(state()).toMatchObject({ destination: { kind: 'tar.gz', name: 'site.tar.gz' }, folder: null });
    const destination = { kind: 'tar.gz', name: 'site.tar.gz' } as const;
    stage().client.run.resolve(outcome({ destination, download: new Blob(['x']) }));
    await expect.poll(() => state().name).toBe('done');
    expect(state()).toMatchObject({ isSaved: false });
  });

  test.each(['output-lost', 'output-refused', 'nothing-to-continue'] as const)(
    'is refused with the reason where there is nothing to go on with: %s',
    async (code) => {
      stage().prepare((client) => {
        client.broken = new ExtractError(code, { text: 'site.tar.gz' });
      });
      await unfinished().continue(intoFile, [file('site.jpa')]);
      expect(unfinished().refusal).toEqual({ id, problem: { code, where: { text: 'site.tar.gz' } } });
      expect(state().name).toBe('idle');
    },
  );

  test.each(['output-lost', 'output-in-use'] as const)(
    'that cannot be taken up leaves the backup open, to be saved anew: %s',
    async (code) => {
      stage().prepare((client) => {
        client.continueRun = () => Promise.reject(new ExtractError(code, { text: 'site.tar.gz' }));
      });
      await unfinished().continue(intoFile, [file('site.jpa')]);
      expect(state()).toMatchObject({ name: 'ready', refusal: { code } });
    },
  );

  test('is forgotten by its id alone', async () => {
    await unfinished().forget(intoFile, null);
    expect(stage().client.calls).toEqual([`forgetRun ${id}`]);
  });
});

describe('in the folder that was chosen for the open backup', () => {
  async function choose(): Promise<void> {
    await stage().extraction.addFiles([file('site.jpa')]);
    stage().client.folder = () =>
      Promise.resolve({ isEmpty: false, refused: null, unfinished: run, unknownRuns: null });
    await stage().extraction.target.extractInto(folder);
  }

  test('it is asked about before anything else', async () => {
    await choose();
    expect(state()).toMatchObject({ name: 'ready', chosen: { survey: { unfinished: run } } });
    stage().extraction.target.leaveFolder();
    expect(state()).toMatchObject({ name: 'ready', chosen: null });
  });

  test('it goes on', async () => {
    await choose();
    void unfinished().continueHere();
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.calls.at(-1)).toBe(`continueRun ${id}`);
  });

  test('it is left as it is, and the files there are asked about', async () => {
    await choose();
    await stage().extraction.target.startAnew();
    expect(state()).toMatchObject({ name: 'ready', chosen: { folder, survey: { unfinished: null } } });
  });
});

describe('a run that failed', () => {
  async function failed(error: ExtractError): Promise<void> {
    await stage().run();
    stage().client.onUpdate(update({ runId: id }));
    stage().client.run.reject(error);
    await expect.poll(() => state().name).toBe('failed');
  }

  test('is gone on with when it is tried again', async () => {
    await failed(new ExtractError('archive-changed'));
    void stage().extraction.tryAgain();
    await expect.poll(() => state().name).toBe('running');
    expect(stage().client.calls.at(-1)).toBe(`continueRun ${id}`);
  });

  test('into one file is gone on with too, but for one of which nothing was kept', async () => {
    for (const runId of [id, null]) {
      if (state().name !== 'ready') await stage().extraction.addFiles([file('site.jpa')]);
      const { client } = stage();
      void stage().extraction.target.packInto({ kind: 'zip', name: 'site.zip', handle: null, page: 'p' });
      client.onUpdate(update({ runId }));
      client.run.reject(new ExtractError('output-failed'));
      await expect.poll(() => state().name).toBe('failed');
      void stage().extraction.tryAgain();
      await expect.poll(() => state().name).toBe(runId === null ? 'ready' : 'running');
      expect(client.calls.includes(`continueRun ${id}`)).toBe(runId !== null);
      stage().extraction.startOver();
    }
  });
});
