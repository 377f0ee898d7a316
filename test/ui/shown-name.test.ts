import { expect, test } from 'vitest';
import { shortened, shownName } from '../../src/ui/shown-name.ts';
import { listed, named, plainText, words } from '../../src/ui/words.ts';

test.each([
  ['index.php', 'index.php'],
  ['', '(no name)'],
  ['a b', 'a b'],
  [' a ', '<U+0020>a<U+0020>'],
  ['a\u00A0', 'a<U+00A0>'],
  ['existing.txt\0zzz', 'existing.txt<U+0000>zzz'],
  ['a\nb\tc\u001B[31m', 'a<U+000A>b<U+0009>c<U+001B>[31m'],
  ['invoice_\u202Egnp.exe', 'invoice_<U+202E>gnp.exe'],
  ['in\u200Bdex.php', 'in<U+200B>dex.php'],
  ['a\u00ADb\uFEFFc\u2028d', 'a<U+00AD>b<U+FEFF>c<U+2028>d'],
  ['tag\u{E0041}', 'tag<U+E0041>'],
  ['half\uD800', 'half<U+D800>'],
  ['שלום/день/日本.php', 'שלום/день/日本.php'],
  ['smile-😀.png', 'smile-😀.png'],
  ['<img src=x>', '<img src=x>'],
])('%j is shown as %j', (name, shown) => {
  expect(shownName(name)).toBe(shown);
});

test.each([
  ['12345', 5, '12345'],
  ['123456', 5, '1…456'],
  ['folder/of/many/names/index.php', 20, 'folder/…es/index.php'],
  ['😀😀😀😀😀😀', 5, '😀…😀😀😀'],
])('%j in %d characters is %j', (text, limit, short) => {
  expect(shortened(text, limit)).toBe(short);
  expect(Array.from(shortened(text, limit)).length).toBeLessThanOrEqual(limit);
});

test('a sentence keeps its names apart, and is one line of text with them', () => {
  const sentence = words`${named('a\u202Eb')} and ${listed(['c', 'd', 'e'], 2)}${''}.`;
  expect(sentence).toContainEqual({ name: 'a\u202Eb' });
  expect(plainText(sentence)).toBe('a<U+202E>b and c, d and 1 more.');
});
