// The figures of a run under way.
import { expect, test } from 'vitest';
import { leftWords, runFacts } from '../../src/ui/facts.ts';
import { startReading } from '../../src/ui/progress-meter.ts';
import type { Running } from '../../src/ui/run-state.ts';
import { open, update } from './support/fake-client.ts';

function running(change: Parameters<typeof update>[0]): Running {
  return {
    name: 'running',
    backup: open,
    destination: { kind: 'zip', name: 'site.zip' },
    reading: { ...startReading(0), fraction: 1 },
    update: update(change),
    cancelledMs: null,
  } as unknown as Running;
}

test('an output that is made, and being copied to its place, is said to be', () => {
  const copying = running({ step: 'closing', copied: { done: 3_200_000, total: 5_100_000 } });
  expect(leftWords(copying)).toBe('copying');
  expect(runFacts(copying).at(-1)).toEqual({ label: 'Copied into the file', value: '3.2 MB of 5.1 MB' });
});

test('nothing is said of copying where nothing is copied', () => {
  const run = running({ step: 'closing' });
  expect(leftWords(run)).toBe('finishing');
  expect(runFacts(run).map(({ label }) => label)).toEqual(['Files', 'Written in full', 'Speed']);
});
