import { expect, test } from 'vitest';
import { slowKeyWords } from '../../src/ui/backup-words.ts';

test('a slow key is told with its time', () => {
  const words = slowKeyWords({ iterations: 5_000_000, estimatedMs: 180_000, isPerBlock: false });
  expect(words).toContain('5,000,000 rounds');
  expect(words).toContain('about 3 minutes on this computer for each try');
});

test('one that is made for every block is told as such', () => {
  const words = slowKeyWords({ iterations: 100_000, estimatedMs: 2000, isPerBlock: true });
  expect(words).toContain('about 2 seconds for every file');
});
