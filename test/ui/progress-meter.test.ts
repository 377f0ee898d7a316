import { describe, expect, test } from 'vitest';
import { nextReading, resumeReading, startReading, type Reading } from '../../src/ui/progress-meter.ts';
import { update } from './support/fake-client.ts';

const total = { filesTotal: 1000, bytesTotal: 100_000_000 };

function run(steps: number, everyMs: number, from: Reading = startReading(0), atMs = 0): Reading {
  let reading = from;
  for (let step = 1; step <= steps; step += 1) {
    const change = { ...total, filesDone: step, bytesDone: step * 100_000 };
    reading = nextReading(reading, update(change), atMs + step * everyMs);
  }
  return reading;
}

describe('the bar', () => {
  test('ends at exactly one when everything is settled, and not before', () => {
    const almost = nextReading(startReading(0), update({ ...total, filesDone: 999, bytesDone: 100_000_000 }), 1);
    expect(almost.fraction).toBeLessThan(1);
    const all = nextReading(almost, update({ ...total, filesDone: 1000, bytesDone: 100_000_000 }), 2);
    expect(all.fraction).toBe(1);
  });

  test('never falls', () => {
    const far = nextReading(startReading(0), update({ ...total, filesDone: 500, bytesDone: 50_000_000 }), 1);
    const back = nextReading(far, update({ ...total, filesDone: 400, bytesDone: 40_000_000 }), 2);
    expect(back.fraction).toBe(far.fraction);
  });

  test('moves with the bytes of a single file', () => {
    const half = nextReading(
      startReading(0),
      update({ filesDone: 0, filesTotal: 1, bytesDone: 3e9, bytesTotal: 6e9 }),
      1,
    );
    expect(half.fraction).toBeCloseTo(0.5, 4);
  });

  test('of folders and links alone ends at one, and not before', () => {
    const empty = { filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 };
    const begun = nextReading(startReading(0), update({ ...empty, step: 'files' }), 1);
    expect(begun.fraction).toBe(0);
    expect(nextReading(begun, update({ ...empty, step: 'checks' }), 2).fraction).toBe(1);
  });

  test('never passes one', () => {
    const beyond = update({ ...total, filesDone: 1000, bytesDone: 100_000_001 });
    expect(nextReading(startReading(0), beyond, 1).fraction).toBe(1);
  });
});

describe('speed and time left', () => {
  test('are not guessed at once', () => {
    expect(run(10, 100).leftMs).toBeNull();
  });

  test('of a steady run are its speed and its time', () => {
    const reading = run(100, 100);
    expect(reading.bytesPerSecond).toBeCloseTo(1_000_000, -1);
    expect(reading.leftMs).toBeGreaterThan(85_000);
    expect(reading.leftMs).toBeLessThan(95_000);
  });

  test('do not suffer from a pause', () => {
    const before = run(100, 100);
    const after = resumeReading(before, 3_600_000);
    const next = nextReading(after, update({ ...total, filesDone: 110, bytesDone: 11_000_000 }), 3_601_000);
    expect(next.bytesPerSecond).toBeCloseTo(1_000_000, -1);
    expect(next.answeredMs).toBe(3_601_000);
  });
});
