import { expect, test } from 'vitest';
import { encodedName } from '../../src/plan/encoded-name.ts';
import { isTooLong } from '../../src/plan/folder-rules.ts';
import { numberedName } from '../../src/plan/numbered-name.ts';

test.each([
  ['a.txt', 'a (2).txt'],
  ['a', 'a (2)'],
  ['.htaccess', '.htaccess (2)'],
  ['a.tar.gz', 'a.tar (2).gz'],
])('%s is followed by %s', (name, second) => {
  expect(numberedName(name, 2)).toBe(second);
});

test.each([
  ['in front of its extension', `${'a'.repeat(244)}.php`, `${'a'.repeat(240)} (2).php`],
  ['where it has none', 'a'.repeat(248), `${'a'.repeat(244)} (2)`],
  ['where what looks like an extension is nearly all of it', `a.${'b'.repeat(246)}`, `a.${'b'.repeat(242)} (2)`],
  ['between two characters', `${'é'.repeat(122)}.php`, `${'é'.repeat(120)} (2).php`],
])('a name that only just fits into a folder is cut for the number: %s', (_, name, second) => {
  expect(isTooLong(name)).toBe(false);
  expect(numberedName(name, 2)).toBe(second);
  expect(isTooLong(second)).toBe(false);
});

test('a name that was cut before keeps the digits that tell it from others', () => {
  const [first, second] = ['a', 'b'].map((end) => encodedName(`${'é'.repeat(140)}${end}.php`, isTooLong) ?? '');
  expect(first).toMatch(/^é+~[0-9a-f]{8}\.php$/);
  expect(numberedName(first ?? '', 2)).toBe(first?.replace('éé~', '~').replace('.php', ' (2).php'));
  expect(numberedName(first ?? '', 2)).not.toBe(numberedName(second ?? '', 2));
  const [twice, thrice] = [2, 3].map((number) => numberedName(numberedName(first ?? '', number), 2));
  expect(twice).toMatch(/^é+~[0-9a-f]{8} \(2\) \(2\)\.php$/);
  expect(twice).not.toBe(thrice);
});

test('a name that no folder takes, as an archive can have, is not cut', () => {
  expect(numberedName('a'.repeat(249), 2)).toBe(`${'a'.repeat(249)} (2)`);
});
