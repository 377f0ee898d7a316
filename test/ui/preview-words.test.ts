// What is said of an entry that is looked at, and how it looks as bytes.
import { expect, test } from 'vitest';
import type { PreviewContent } from '../../src/listing/preview.ts';
import { hexLines } from '../../src/ui/hex-lines.ts';
import { canSave, fileNameOf, previewLine, previewNotices, savingMessage } from '../../src/ui/preview-words.ts';
import { shownText } from '../../src/ui/shown-name.ts';
import { plainText } from '../../src/ui/words.ts';
import { somePreview } from './support/fake-site.ts';

const text: PreviewContent = { kind: 'text', text: '', encoding: 'UTF-8', isCut: false, isMasked: false };

test('what is cut or masked says so, and what saving saves', () => {
  expect(previewNotices(text)).toEqual([]);
  expect(previewNotices({ ...text, isCut: true }).join()).toMatch(/only the beginning.*saves all of it/);
  expect(previewNotices({ ...text, isMasked: true }).join()).toMatch(/masked here.*saves it as it is/);
  expect(previewNotices({ kind: 'withheld' }).join()).toMatch(/not shown.*saves it as it is/);
  const damage = { what: 'too-short', expected: 2, found: 1 } as const;
  expect(previewNotices({ kind: 'damaged', damage }).join()).toContain('ends early');
});

test('its line tells kind, size and date', () => {
  expect(previewLine(somePreview)).toBe('Text, UTF-8 · 5 bytes');
  const size = { width: 1200, height: 800 };
  const picture = { kind: 'image', blob: new Blob(), type: 'image/png', size } as const;
  expect(previewLine({ ...somePreview, size: 2000, content: picture })).toBe('PNG picture, 1,200 × 800 · 2 kB');
  const link = { kind: 'link', target: 'x' } as const;
  expect(previewLine({ ...somePreview, modifiedMs: 0, content: link })).toMatch(/^Symbolic link · .*19(70|69)/);
  expect(previewLine({ ...somePreview, mode: 0o100640 })).toBe('Text, UTF-8 · 5 bytes · rw-r-----');
});

test('only what has bytes to give is saved', () => {
  expect([text, { kind: 'withheld' } as const, { kind: 'empty' } as const].every(canSave)).toBe(true);
  expect(canSave({ kind: 'link', target: 'x' })).toBe(false);
  expect(canSave({ kind: 'unsupported', method: 'bzip2' })).toBe(false);
});

test('a file that could not be saved is not there, and nothing is said of a run', () => {
  const where = { entry: 'a.txt', damage: { what: 'broken-stream' } } as const;
  expect(plainText(savingMessage({ code: 'entry-damaged', where }).todo)).toMatch(/^Nothing was saved/);
  expect(plainText(savingMessage({ code: 'no-room', where: {} }).todo)).not.toBe('');
  expect(plainText(savingMessage(null).what)).toContain('Unstow itself');
});

test.each([
  ['images/a b.png', 'a b.png'],
  ['.htaccess', '.htaccess'],
  ['..', '_'],
  ['../../etc/evil.php', 'evil.php'],
  ['..\\..\\etc\\evil.php', 'evil.php'],
  ['a:b?.txt', 'a_b_.txt'],
  ['x/evil\u202egpj.exe', 'evil_gpj.exe'],
  ['back\\slash.txt', 'back_slash.txt'],
  ['ends. . ', 'ends_'],
  ['folder/', 'file'],
  ['~$report.docx', '_$report.docx'],
  ['n'.repeat(400), 'n'.repeat(200)],
])('the file name of %j', (path, name) => {
  expect(fileNameOf(path)).toBe(name);
});

test('bytes stand in lines of sixteen', () => {
  const bytes = new TextEncoder().encode('0123456789abcdef<b>\0');
  expect(hexLines(bytes)).toBe(
    [
      '000000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef',
      '000010  3c 62 3e 00                                      <b>.',
    ].join('\n'),
  );
  expect(hexLines(new Uint8Array())).toBe('');
});

test('text shows what would hide in it, and keeps its lines and joiners', () => {
  expect(shownText('a\r\nb\tc\u202ed\u0000')).toBe('a\nb\tc<U+202E>d<U+0000>');
  expect(shownText('👩\u200d🚀')).toBe('👩\u200d🚀');
});
