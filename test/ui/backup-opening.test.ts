import { describe, expect, test } from 'vitest';
import type { BackupSummary } from '../../src/extract/worker-api.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { withFolder } from '../../src/ui/file-folders.ts';
import { withHandle } from '../../src/ui/file-handles.ts';
import { file, useExtraction } from './support/extraction-stage.ts';
import { content, found, halfRead, locked, open } from './support/fake-client.ts';
import { Pending } from './support/pending.ts';

const stage = useExtraction();

describe('opening', () => {
  test('starts no worker before files are picked', () => {
    expect(stage().clients).toEqual([]);
    expect(stage().extraction.state.name).toBe('idle');
  });

  test('opens a single sound backup by itself', async () => {
    await stage().extraction.addFiles([file('site.jpa')]);
    expect(stage().extraction.state.name).toBe('ready');
    expect(stage().client.calls).toEqual(['survey', 'open 0']);
  });

  test('leaves the choice among several', async () => {
    stage().prepare((client) => {
      client.survey_ = { backups: [found(0, 'a.jpa'), found(1, 'b.jpa')], strays: [] };
    });
    await stage().extraction.addFiles([file('a.jpa'), file('b.jpa')]);
    expect(stage().extraction.state.name).toBe('idle');
    await stage().extraction.opening.open(1);
    expect(stage().extraction.state.name).toBe('ready');
    expect(stage().client.calls).toEqual(['survey', 'open 1']);
  });

  test('adds missing parts to those already picked, the same file once', async () => {
    stage().prepare((client) => {
      client.survey_ = { backups: [found(0, 'site.jpa', { parts: ['site.j01'] })], strays: [] };
    });
    await stage().extraction.addFiles([file('site.jpa')]);
    expect(stage().extraction.state.name).toBe('idle');
    stage().client.survey_ = { backups: [found(0, 'site.jpa')], strays: [] };
    await stage().extraction.addFiles([file('site.jpa'), file('site.j01')]);
    expect(stage().client.surveyed.map(({ name }) => name)).toEqual(['site.jpa', 'site.j01']);
    expect(stage().extraction.state.name).toBe('ready');
  });

  test('keeps files of one name that differ, so that they are named as doubled', async () => {
    await stage().extraction.addFiles([file('site.j01', 1), file('site.j01', 2)]);
    expect(stage().client.surveyed).toHaveLength(2);
  });

  test('tells the worker in which folder each of them lies', async () => {
    await stage().extraction.addFiles([withFolder(file('site.j01'), 'january'), file('site.jpa')]);
    expect(stage().client.surveyedIn).toEqual(['january', '']);
  });

  test('tells the worker what leads back to each of them, in order', async () => {
    const handle = { name: 'site.jpa' } as FileSystemFileHandle;
    await stage().extraction.addFiles([file('site.j01'), withHandle(file('site.jpa'), handle)]);
    expect(stage().client.handles).toEqual([null, handle]);
  });

  test('a part dropped after a failure joins the others', async () => {
    stage().prepare((client) => {
      client.opened = () => Promise.reject(new ExtractError('archive-truncated', { part: 'site.jpa' }));
    });
    await stage().extraction.addFiles([file('site.jpa')]);
    expect(stage().extraction.state).toMatchObject({ name: 'failed', problem: { code: 'archive-truncated' } });
    await stage().extraction.addFiles([file('site.j01')]);
    expect(stage().extraction.state.name).toBe('ready');
    expect(stage().client.surveyed).toHaveLength(2);
  });

  test('shows how far it is, and what comes after the answer changes nothing', async () => {
    const answer = new Pending<BackupSummary>();
    stage().prepare((client) => {
      client.opened = () => answer.promise;
    });
    const adding = stage().extraction.addFiles([file('site.jpa')]);
    await expect.poll(() => stage().extraction.state.name).toBe('opening');
    expect(stage().extraction.state).toMatchObject({ progress: halfRead });
    stage().client.tellProgress({ ...halfRead, bytesRead: 90 });
    expect(stage().extraction.state).toMatchObject({ name: 'opening', progress: { bytesRead: 90 } });
    answer.resolve(open);
    await adding;
    stage().client.tellProgress({ ...halfRead, bytesRead: 100 });
    expect(stage().extraction.state.name).toBe('ready');
  });

  test('of an encrypted backup asks for the password, whatever progress comes late', async () => {
    stage().prepare((client) => {
      client.opened = () => Promise.resolve(locked);
    });
    await stage().extraction.addFiles([file('site.jps')]);
    stage().client.tellProgress(halfRead);
    expect(stage().extraction.state).toMatchObject({ name: 'needs-password', isChecking: false });
  });

  test('progress of an opening that was cancelled is not taken for that of the next', async () => {
    stage().prepare((client) => {
      client.opened = () => new Pending<BackupSummary>().promise;
    });
    void stage().extraction.addFiles([file('site.jpa')]);
    await expect.poll(() => stage().extraction.state.name).toBe('opening');
    const first = stage().client;
    stage().prepare((client) => {
      client.opened = () => new Pending<BackupSummary>().promise;
    });
    await stage().extraction.cancel();
    void stage().extraction.opening.open(0);
    first.tellProgress({ ...halfRead, bytesRead: 99 });
    expect(stage().extraction.state).toMatchObject({ name: 'opening', progress: halfRead });
  });

  test('an answer that comes after starting over is dropped', async () => {
    let answer: (error: unknown) => void = () => undefined;
    stage().prepare((client) => {
      client.opened = () => new Promise((_, reject) => (answer = reject));
    });
    const adding = stage().extraction.addFiles([file('site.jpa')]);
    await expect.poll(() => stage().extraction.state.name).toBe('opening');
    stage().extraction.startOver();
    answer(new ExtractError('archive-damaged'));
    await adding;
    expect(stage().extraction.state.name).toBe('idle');
    expect(stage().clients[0]?.isDisposed).toBe(true);
  });
});

describe('a password', () => {
  async function openLocked(): Promise<void> {
    stage().prepare((client) => {
      client.opened = () => Promise.resolve(locked);
      client.unlocked = (password) =>
        password === 'right'
          ? Promise.resolve({ ...locked, content })
          : Promise.reject(new ExtractError('wrong-password'));
    });
    await stage().extraction.addFiles([file('site.jps')]);
  }

  test('that is wrong leaves the field, and the right one opens', async () => {
    await openLocked();
    expect(stage().extraction.state).toMatchObject({ name: 'needs-password', failures: 0 });
    await stage().extraction.unlock('');
    await stage().extraction.unlock('wrong');
    expect(stage().extraction.state).toMatchObject({ name: 'needs-password', failures: 2, isChecking: false });
    await stage().extraction.unlock('right');
    expect(stage().extraction.state.name).toBe('ready');
    expect(JSON.stringify([stage().extraction.state, stage().extraction.log])).not.toMatch(/right|wrong"/);
  });

  test('that opens nothing where the archive may be damaged leaves the field too, with that sentence', async () => {
    const refusal = { code: 'wrong-password-or-damage', where: {} } as const;
    stage().prepare((client) => {
      client.opened = () => Promise.resolve(locked);
      client.unlocked = () => Promise.reject(new ExtractError(refusal.code));
    });
    await stage().extraction.addFiles([file('site.jps')]);
    await stage().extraction.unlock('right, perhaps');
    expect(stage().extraction.state).toMatchObject({ name: 'needs-password', failures: 1, refusal });
  });

  test('whose progress comes after the answer leaves the answer as it is', async () => {
    await openLocked();
    const checking = stage().extraction.unlock('wrong');
    stage().client.tellProgress(halfRead);
    expect(stage().extraction.state).toMatchObject({ isChecking: true, progress: halfRead });
    await checking;
    stage().client.tellProgress(halfRead);
    expect(stage().extraction.state).toMatchObject({ name: 'needs-password', isChecking: false, failures: 1 });
    await stage().extraction.unlock('right');
    stage().client.tellProgress(halfRead);
    expect(stage().extraction.state.name).toBe('ready');
  });

  test('asked for behind a damaged archive ends in its error, not in another try', async () => {
    stage().prepare((client) => {
      client.opened = () => Promise.resolve(locked);
      client.unlocked = () => Promise.reject(new ExtractError('too-many-iterations', { found: 1e9 }));
    });
    await stage().extraction.addFiles([file('site.jps')]);
    await stage().extraction.unlock('any');
    expect(stage().extraction.state).toMatchObject({ name: 'failed', problem: { code: 'too-many-iterations' } });
  });
});

describe('past damage', () => {
  test('a backup that could not be opened is opened all the same', async () => {
    stage().prepare((client) => {
      client.survey_ = { backups: [found(0, 'a.jpa'), found(1, 'b.jpa')], strays: [] };
      client.opened = () => Promise.reject(new ExtractError('archive-damaged', { part: 'b.jpa' }));
    });
    await stage().extraction.addFiles([file('a.jpa'), file('b.jpa')]);
    await stage().extraction.opening.open(1);
    expect(stage().extraction.state.name).toBe('failed');

    await stage().extraction.opening.goPastDamage();
    expect(stage().extraction.state.name).toBe('ready');
    expect(stage().client.calls).toEqual(['survey', 'open 1 past damage']);
  });

  test('what is at hand of a backup with parts missing is opened', async () => {
    stage().prepare((client) => {
      client.survey_ = { backups: [found(0, 'site.jpa', { parts: ['site.j01'] })], strays: [] };
    });
    await stage().extraction.addFiles([file('site.jpa')]);
    await stage().extraction.opening.open(0, { salvages: true });
    expect(stage().extraction.state.name).toBe('ready');
    expect(stage().client.calls).toEqual(['survey', 'open 0 past damage']);
  });
});
