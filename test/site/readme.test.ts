// The README of a backup: the vendor's own form, and what an attacker may make of it.
import { expect, test } from 'vitest';
import { readReadme } from '../../src/site/readme.ts';

function readme(description: string, comment: string): string {
  return `<!DOCTYPE html>
<html><head><title>Backup Archive Identity</title></head>
<body>
	<h1>Backup Description</h1>
	<p id="description"><![CDATA[${description}]]></p>
	<h1>Backup Comment</h1>
	<div id="comment">
	${comment}
	</div>
	<hr/>
	<p>Akeeba Backup Professional 9.8.1</p>
</body></html>`;
}

test.each([
  ['Backup & <b>more</b>', '<p>one</p>', { description: 'Backup & <b>more</b>', comment: 'one' }],
  ['', '', { description: null, comment: null }],
  ['a &quot;b&quot;', '<div>in <div>a</div> box</div>', { description: 'a &quot;b&quot;', comment: 'in\na\nbox' }],
  ['x', "<script>document.title='pwned'</script>", { description: 'x', comment: null }],
  ['x', '</div><p>outside', { description: 'x', comment: null }],
])('%j and %j', (description, comment, expected) => {
  expect(readReadme(readme(description, comment))).toEqual(expected);
});

test('in the data section all is text as it stands', () => {
  const typed = 'Update a<b and c>d, R&amp;D, 5 < 6';
  expect(readReadme(readme(typed, '')).description).toBe(typed);
});

test('the end of the data section is found, and what stands behind it is not part of it', () => {
  expect(readReadme('<p id="description"><![CDATA[a]]> b</p>').description).toBe('a');
  expect(readReadme('<p id="description"><![CDATA[never closed').description).toBe('never closed');
});

test('a description without a data section ends with its paragraph', () => {
  expect(readReadme("<p id='description'>plain <i>text</i></p><p>more</p>").description).toBe('plain text');
});

test('a comment that is cut off is shown as far as it goes', () => {
  expect(readReadme('<div id="comment"><p>half of')).toEqual({ description: null, comment: 'half of' });
});

test('what is endless is cut', () => {
  const { description, comment } = readReadme(readme('d'.repeat(30_000), 'c'.repeat(30_000)));
  expect(description).toHaveLength(1_001);
  expect(comment).toHaveLength(10_001);
});

test.each(['', 'no markup at all', '\u0000\u0001', '<p id="description">', '<div id="comment">', '{"json": true}'])(
  '%j says nothing',
  (html) => {
    expect(readReadme(html)).toEqual({ description: null, comment: null });
  },
);
