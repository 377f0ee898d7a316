// F-35: a worker that dies in mid-run.
import { expect, test } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { file, useExtraction } from './support/extraction-stage.ts';
import { content, locked, outcome, update, type FakeClient } from './support/fake-client.ts';

const stage = useExtraction();
const id = '0123456789abcdef';
const state = () => stage().extraction.state;
const lastCall = () => stage().client.calls.at(-1);

function kill(client: FakeClient = stage().client): void {
  const error = new ExtractError('worker-died');
  client.run.promise.catch(() => undefined);
  client.die(error);
  client.run.reject(error);
}

/** The last worker dies when so many files are done, and the run goes on in the next. */
async function dieAndGoOn(filesDone: number): Promise<void> {
  const workers = stage().clients.length;
  stage().client.onUpdate(update({ runId: id, filesDone }));
  kill();
  await expect.poll(() => stage().clients.length).toBe(workers + 1);
  await expect.poll(() => state().name).toBe('running');
  expect(lastCall()).toBe(`continueRun ${id}`);
}

test('is replaced, and the run goes on from where it was, with the same files', async () => {
  await stage().run();
  const first = stage().client;
  await dieAndGoOn(2);
  expect(first.isDisposed).toBe(true);
  // To cancel the run would be to forget it.
  expect(first.calls).not.toContain('cancel');
  expect(stage().client.calls).toEqual(['survey', `recognise ${id}`, 'open 0', `continueRun ${id}`]);
  expect(stage().client.surveyed.map(({ name }) => name)).toEqual(['site.jpa']);
  stage().client.run.resolve(outcome());
  await expect.poll(() => state().name).toBe('done');
});

test('is replaced for an encrypted backup when the password was typed again', async () => {
  const isLocked = (client: FakeClient): void => {
    client.opened = () => Promise.resolve(locked);
    client.unlocked = () => Promise.resolve({ ...locked, content });
  };
  stage().prepare(isLocked);
  await stage().extraction.addFiles([file('site.jps')]);
  await stage().extraction.unlock('secret');
  await stage().run();
  stage().client.onUpdate(update({ runId: id }));
  stage().prepare(isLocked);
  kill();
  await expect.poll(() => state().name).toBe('needs-password');
  void stage().extraction.unlock('secret');
  await expect.poll(() => state().name).toBe('running');
  expect(lastCall()).toBe(`continueRun ${id}`);
});

test('is replaced, and a run that was paused stays so', async () => {
  await stage().run();
  stage().client.onUpdate(update({ runId: id }));
  await stage().extraction.steering.pause();
  kill();
  await expect.poll(() => stage().clients.length).toBe(2);
  await expect.poll(() => state().name).toBe('paused');
  expect(stage().client.calls.slice(-2)).toEqual([`continueRun ${id}`, 'pause']);
});

test('is replaced three times in a row, and then the run has failed, with its numbers', async () => {
  await stage().run();
  for (let death = 1; death <= 3; death += 1) await dieAndGoOn(2);
  stage().client.onUpdate(update({ runId: id, filesDone: 2 }));
  kill();
  expect(state()).toMatchObject({
    name: 'failed',
    problem: { code: 'worker-died' },
    run: { update: { filesDone: 2 } },
  });
  void stage().extraction.tryAgain();
  await expect.poll(() => state().name).toBe('running');
  expect(lastCall()).toBe(`continueRun ${id}`);
});

test('is replaced as often as it takes, as long as files are finished in between', async () => {
  await stage().run();
  for (let filesDone = 1; filesDone <= 8; filesDone += 1) await dieAndGoOn(filesDone);
});

test('that dies once more while the backup is opened again counts as well', async () => {
  await stage().run();
  stage().client.onUpdate(update({ runId: id }));
  for (let death = 1; death <= 3; death += 1) {
    stage().prepare((client) => {
      client.opened = () => new Promise(() => undefined);
    });
    kill();
    await expect.poll(() => state().name).toBe('opening');
    await expect.poll(() => lastCall()).toBe('open 0');
  }
  kill();
  expect(state()).toMatchObject({
    name: 'failed',
    problem: { code: 'worker-died' },
    run: { update: { filesDone: 1 } },
  });
});

test('of which nothing was kept ends the run', async () => {
  await stage().run();
  stage().client.onUpdate(update({ runId: id }));
  stage().prepare((client) => {
    client.recognise = () => Promise.reject(new ExtractError('nothing-to-continue'));
  });
  kill();
  await expect.poll(() => state().name).toBe('failed');
  expect(state()).toMatchObject({ problem: { code: 'worker-died' }, run: { update: { filesDone: 1 } } });
});

test('is not replaced for a run that the user has cancelled', async () => {
  await stage().run();
  stage().client.onUpdate(update({ runId: id }));
  await stage().extraction.cancel();
  kill();
  expect(state().name).toBe('failed');
  expect(stage().clients).toHaveLength(1);
});

async function pack(change: Partial<RunUpdate>): Promise<void> {
  await stage().extraction.addFiles([file('site.jpa')]);
  void stage().extraction.target.packInto({ kind: 'zip', name: 'site.zip', handle: null, page: 'p' });
  stage().client.onUpdate(update(change));
}

test('is replaced for one output file that is kept, and the run goes on', async () => {
  await pack({ runId: id });
  const first = stage().client;
  kill();
  await expect.poll(() => lastCall()).toBe(`continueRun ${id}`);
  expect(first.calls).not.toContain('cancel');
  expect(first.isDisposed).toBe(true);
  expect(state()).toMatchObject({ name: 'running', destination: { kind: 'zip', name: 'site.zip' }, folder: null });
});

test('is not replaced for one output file that is whole or nothing', async () => {
  await pack({ runId: null });
  kill();
  expect(state().name).toBe('failed');
  expect(stage().clients).toHaveLength(1);
  expect(stage().client.calls).toContain('cancel');
});
