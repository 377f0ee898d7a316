// Markup from backups as text: nothing in it may do anything, and nothing a person wrote may be lost.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, decodeEntities, oneLine, textOfMarkup } from '../../src/site/plain-text.ts';

describe('markup becomes text', () => {
  test.each([
    ['plain', 'plain'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['<p>one</p>two<br/>three', 'one\ntwo\nthree'],
    ['a <b>bold</b> word', 'a bold word'],
    ['&lt;b&gt; is a tag', '<b> is a tag'],
    ['&amp;lt; stays', '&lt; stays'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['I <3 backups', 'I <3 backups'],
    ['<script>alert(1)</script>after', 'after'],
    ['<SCRIPT src=x>alert(1)</ScRiPt >after', 'after'],
    ['<style>p { color: red }</style>after', 'after'],
    ['<script>never closed', ''],
    ['<!-- hidden -->seen', 'seen'],
    ['<!-- never closed', ''],
    ['<img src=x onerror=alert(1)>text', 'text'],
    ['<svg onload=alert(1)><text>in it</text></svg>out', 'out'],
    ['<a href="javascript:alert(1)">link</a>', 'link'],
    ['<scr<script>ipt>alert(1)</script>', 'ipt>alert(1)'],
    ['never <closed', 'never <closed'],
    ['', ''],
    ['  spaces \t here \n\n\n\n and there ', 'spaces here\n\nand there'],
  ])('%j is %j', (markup, text) => {
    expect(textOfMarkup(markup)).toBe(text);
  });

  test('a stray < far from any > swallows nothing', () => {
    const text = `a <b ${'x'.repeat(10_000)}> end`;
    expect(textOfMarkup(text)).toBe(text);
  });

  test('whatever comes in, it ends soon and never grows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (markup) => {
        expect(textOfMarkup(markup).length).toBeLessThanOrEqual(markup.length);
      }),
    );
    const startMs = performance.now();
    textOfMarkup('<'.repeat(65_536));
    textOfMarkup('<div '.repeat(13_000));
    textOfMarkup('<script>'.repeat(8_000));
    textOfMarkup('&'.repeat(65_536));
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});

test.each([
  ['&#8211; &#x2013; &ndash;', '– – –'],
  ['&#0; &#xd800; &#x110000; &#9999999;', '&#0; &#xd800; &#x110000; &#9999999;'],
  ['&nosuch; & &; &amp', '&nosuch; & &; &amp'],
  ['&constructor; &toString;', '&constructor; &toString;'],
])('the entities of %j', (text, decoded) => {
  expect(decodeEntities(text)).toBe(decoded);
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc…'],
  ['ab😀', 3, 'ab…'],
])('%j cut to %i', (text, most, expected) => {
  expect(cut(text, most)).toBe(expected);
});

test('a line has no controls in it, and nothing is no line', () => {
  expect(oneLine('a\u0000b\nc\u2028d\u001b[31m', 40)).toBe('a b c d [31m');
  expect(oneLine(' \n\t ', 40)).toBeNull();
});
