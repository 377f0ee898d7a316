// F-28: the computer slept in the middle of a run. The clock has jumped, and what was plugged in may have changed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

const entries = Array.from({ length: 300 }, (_, number) => ({ path: `f${number}`, content: `content ${number}` }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Runs into a folder that is asleep, once, after the hundredth file was begun. @param onSleep what happens meanwhile */
async function runWithSleep(sleepMs: number, onSleep: (folder: FakeFolder) => void) {
  const begun: string[] = [];
  let marker = '';
  const folder = new FakeFolder({
    fault(operation, path) {
      if (operation === 'createWritable') begun.push(path);
      if (operation !== 'createWritable' || begun.length !== 100) return undefined;
      marker = [...folder.files().keys()].find(isOfMarker) ?? '';
      vi.setSystemTime(Date.now() + sleepMs);
      onSleep(folder);
      return undefined;
    },
  });
  const session = await opened([jpaFile({ entries })]);
  const updates: RunUpdate[] = [];
  const outcome = session.extract(into(folder), usual, (update) => void updates.push(update));
  const held = () => updates.at(-1)?.held?.problem.code;
  const mark = (): void => {
    folder.put(marker, '');
  };
  return { folder, session, outcome, begun, held, mark };
}

test('another disk came back in place of the first: nothing is written into it, and the run waits for the right one', async () => {
  const { folder, session, outcome, begun, held, mark } = await runWithSleep(31_000, (asleep) => {
    for (const name of asleep.files().keys()) if (isOfMarker(name)) void asleep.handle.removeEntry(name);
  });
  await expect.poll(held).toBe('folder-changed');
  // What was on its way into the folder at that moment, and nothing after it.
  expect(begun.length).toBeLessThan(110);
  mark();
  await session.answer('retry');
  expect(await outcome).toMatchObject({ filesWritten: entries.length, isComplete: true });
  expect(folder.files().size).toBe(entries.length);
});

test.each([31_000, -3_600_000])('the folder is still the same, and the run goes on: %i ms', async (sleepMs) => {
  const { folder, outcome } = await runWithSleep(sleepMs, () => undefined);
  expect(await outcome).toMatchObject({ filesWritten: entries.length, isComplete: true });
  expect(folder.files().size).toBe(entries.length);
});
