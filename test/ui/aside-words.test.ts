import { expect, test } from 'vitest';
import type { Aside } from '../../src/extract/events.ts';
import { asideWords } from '../../src/ui/aside-words.ts';
import { issueCounts } from '../../src/ui/issue-counts.ts';
import { plainText } from '../../src/ui/words.ts';

const first = 'unstow-refused-names.zip';
const second = 'unstow-refused-names (2).zip';

function said(...archives: readonly Aside[]): string {
  return plainText(asideWords(archives));
}

test('of one entry beside the folder, the sentence is about one', () => {
  expect(said({ name: first, count: 1 })).toBe(
    `One entry is not in the folder itself: this browser refuses its name there, or something else stands in its place. It is in ${first}, with all folders it belongs in.`,
  );
});

test('of one archive, only the sum is told', () => {
  const text = said({ name: first, count: 2432 });
  expect(text).toMatch(/^2,432 entries are not in the folder itself/);
  expect(text).toContain(`They are in ${first}, with all folders they belong in.`);
});

test('of several archives, each is named with what is in it', () => {
  const text = said({ name: first, count: 2400 }, { name: second, count: 1 });
  expect(text).toMatch(/^2,401 entries are not in the folder itself/);
  expect(text).toContain(`They are in ${first} (2,400 entries) and ${second} (1 entry), with all folders`);
  expect(said({ name: 'a', count: 1 }, { name: 'b', count: 2 }, { name: 'c', count: 3 })).toContain(
    'in a (1 entry), b (2 entries) and c (3 entries), with',
  );
});

test('the report counts the archives that entries went into', () => {
  const one = { kind: 'put-aside', archive: first, paths: ['a.ini', 'b.ini'] } as const;
  const other = { kind: 'put-aside', archive: second, paths: ['c.ini'] } as const;
  expect(issueCounts([one])).toEqual([expect.stringContaining('2 entries put into a ZIP beside the others')]);
  expect(issueCounts([one, other])).toEqual([expect.stringContaining('3 entries put into 2 ZIPs beside the others')]);
});
