import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import type { RunUpdate } from '../../src/extract/events.ts';
import { RunReport, sendEveryMs } from '../../src/extract/run-report.ts';
import { nothingDone } from '../../src/journal/saved-run.ts';
import { joinParts } from '../support/parted-source.ts';

const source = joinParts([new Uint8Array(10), new Uint8Array(10)]);

function fileAt(path: string, offset: number, size: number): Entry {
  return { path, kind: 'file', size, packedSize: size, data: { in: 'stored', span: { offset, length: size } } };
}

interface Stage {
  readonly report: RunReport;
  readonly updates: RunUpdate[];
  readonly last: () => RunUpdate | undefined;
}

function reporting(): Stage {
  const updates: RunUpdate[] = [];
  const report = new RunReport(source, { runId: null, files: 3, size: 60 }, (update) => {
    updates.push(update);
  });
  return { report, updates, last: () => updates.at(-1) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('four updates a second are sent, and one more at the end', async () => {
  const { report, updates } = reporting();
  report.start(() => ({ isPaused: false, held: null, isResting: false, closingCount: 0 }));
  vi.advanceTimersByTime(1000);
  expect(updates).toHaveLength(2);
  await report.end();
  expect(updates).toHaveLength(3);
  vi.advanceTimersByTime(1000);
  expect(updates).toHaveLength(3);
});

test('the end is over once the last update has arrived', async () => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const ended = vi.fn();
  const ending = new RunReport(source, { runId: null, files: 0, size: 0 }, () => arrived).end().then(ended);
  await vi.advanceTimersByTimeAsync(1000);
  expect(ended).not.toHaveBeenCalled();
  arrive();
  await ending;
  expect(ended).toHaveBeenCalledOnce();
});

test('however much happens, no more are sent', () => {
  const { report, updates } = reporting();
  report.start(() => ({ isPaused: false, held: null, isResting: false, closingCount: 0 }));
  for (let number = 0; number < 10_000; number += 1) report.passed(fileAt(`${number}`, 0, 1), 1);
  expect(updates).toHaveLength(0);
  vi.advanceTimersByTime(sendEveryMs);
  expect(updates).toHaveLength(1);
});

test('an issue and a line of the log are sent once, in order, and kept for the end', async () => {
  const { report, updates } = reporting();
  report.start(() => ({ isPaused: false, held: null, isResting: false, closingCount: 0 }));
  report.issue({ kind: 'no-name', path: '1' });
  report.issue({ kind: 'no-name', path: '2' });
  vi.advanceTimersByTime(sendEveryMs);
  report.issue({ kind: 'no-name', path: '3' });
  report.log('a line');
  await report.end();
  const paths = updates.map(({ newIssues }) => newIssues.map((issue) => 'path' in issue && issue.path));
  expect(paths).toEqual([['1', '2'], ['3']]);
  expect(updates[1]?.newLog).toEqual(['0.500 no-name: 3', '0.500 a line']);
  expect(report.facts.issues).toHaveLength(3);
});

describe('what is done', () => {
  test('is counted as it is handed over, and in full once the file is settled', async () => {
    const { report, last } = reporting();
    report.passed(fileAt('a', 0, 20), 5);
    report.passed(fileAt('a', 0, 20), 7);
    await report.end();
    expect(last()).toMatchObject({ filesDone: 0, bytesDone: 12, filesTotal: 3, bytesTotal: 60 });
    report.settled(fileAt('a', 0, 20), 12, true);
    await report.end();
    expect(last()).toMatchObject({ filesDone: 1, bytesDone: 20 });
  });

  test('counts a file that was not delivered like any other, but not as written', async () => {
    const { report, last } = reporting();
    report.settled(fileAt('a', 0, 20), 0, false);
    report.settled(fileAt('b', 0, 20), 5, false);
    report.settled(fileAt('c', 0, 20), 20, true);
    await report.end();
    expect(last()).toMatchObject({ filesDone: 3, bytesDone: 20 + 15 });
    expect(report.facts).toMatchObject({ filesWritten: 1, bytesWritten: 20 });
  });
});

describe('what is still to be written', () => {
  test('is neither what is written nor what is left out, but what is under way', () => {
    const { report } = reporting();
    report.settled(fileAt('written', 0, 20), 0, true);
    report.settled(fileAt('kept as it was', 0, 25), 0, false);
    report.passed(fileAt('under way', 0, 15), 5);
    expect(report.bytesLeft).toBe(15);
  });

  test('is what no earlier visit has settled', () => {
    const { report } = reporting();
    report.takeUp({ ...nothingDone, filesDone: 2, bytesDone: 45, filesWritten: 1, bytesWritten: 20 });
    expect(report.bytesLeft).toBe(15);
  });

  test('is what was taken back as well', () => {
    const { report } = reporting();
    report.settled(fileAt('written', 0, 20), 0, true);
    const before = report.mark();
    report.settled(fileAt('of an archive that could not be made', 0, 25), 0, true);
    report.backTo(before);
    expect(report.bytesLeft).toBe(40);
  });
});

test.each([
  [0, 'site.j01', 1],
  [9, 'site.j01', 1],
  [10, 'site.jpa', 2],
])('an entry whose data begins at %d is in %s', async (offset, name, number) => {
  const { report, last } = reporting();
  report.settled(fileAt('d/a', offset, 1), 0, true);
  await report.end();
  expect(last()).toMatchObject({ path: 'd/a', part: { name, number, count: 2 } });
});

test('an entry without data leaves the part as it was', async () => {
  const { report, last } = reporting();
  report.settled(fileAt('a', 10, 1), 0, true);
  report.settled({ ...fileAt('empty', 0, 0), data: { in: 'nothing' } }, 0, true);
  await report.end();
  expect(last()).toMatchObject({ path: 'empty', part: { name: 'site.jpa' } });
});

test('the state of the run is asked for with each update', () => {
  const { report, updates } = reporting();
  let isPaused = false;
  let closingCount = 3;
  report.start(() => ({ isPaused, held: null, isResting: false, closingCount }));
  vi.advanceTimersByTime(sendEveryMs);
  isPaused = true;
  closingCount = 0;
  vi.advanceTimersByTime(sendEveryMs);
  expect(updates).toMatchObject([
    { isPaused: false, closing: 3 },
    { isPaused: true, closing: 0 },
  ]);
});

test('the step is told, and stands in the log', async () => {
  const { report, last } = reporting();
  report.step('files');
  await report.end();
  expect(last()).toMatchObject({ step: 'files', newLog: ['0.000 step: files'] });
});
