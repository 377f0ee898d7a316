import { expect, test } from 'vitest';
import type { Hold } from '../../src/extract/hold.ts';
import { update } from './support/fake-client.ts';
import { useExtraction } from './support/extraction-stage.ts';

const stage = useExtraction();
const full: Hold = {
  problem: { code: 'disk-full', where: { entry: 'a.php' } },
  answers: ['retry', 'stop'],
  retryInMs: null,
  attempt: 0,
};

test('an answer goes to the worker, which says when the run goes on', async () => {
  await stage().run();
  stage().client.onUpdate(update({ held: full }));
  await stage().extraction.steering.answer('retry');
  expect(stage().client.calls.at(-1)).toBe('answer retry');
  expect(stage().extraction.state).toMatchObject({ name: 'running', update: { held: full }, cancelledMs: null });
  stage().client.onUpdate(update());
  expect(stage().extraction.state).toMatchObject({ name: 'running', update: { held: null } });
});

test('to stop is to cancel: no further answer is taken', async () => {
  await stage().run();
  stage().client.onUpdate(update({ held: full }));
  await stage().extraction.steering.answer('stop');
  await stage().extraction.steering.answer('retry');
  expect(stage().client.calls.at(-1)).toBe('answer stop');
  expect(stage().extraction.state).toMatchObject({ name: 'running', cancelledMs: 0 });
});

test('a run that is not held takes no answer', async () => {
  await stage().run();
  stage().client.onUpdate(update());
  await stage().extraction.steering.answer('retry');
  expect(stage().client.calls).not.toContain('answer retry');
});
