// The format is told from the bytes, whatever the file is called and whatever some host put in front.
import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../src/archive/detect-format.ts';
import { openArchive } from '../../src/archive/open-archive.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { concat, toBytes, type Content } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';
import { quiet, refusal } from './open-any.ts';

const entries = [{ path: 'a.txt', content: 'content' }];
const jpa = writeJpa({ entries });
const jps = writeJps({ entries });
const zip = writeZip({ entries });

function detect(...pieces: readonly Content[]): Promise<unknown> {
  return detectFormat(new MemorySource(concat(pieces.map(toBytes))));
}

describe('an archive', () => {
  test.each([
    ['jpa', jpa],
    ['jps', jps],
    ['zip', zip],
    ['zip', 'PK\x05\x06' + '\0'.repeat(18)],
    ['zip', 'PK\x07\x08PK\x03\x04'],
    ['zip', 'PK00PK\x03\x04'],
    ['jpa', 'JPA'],
    ['jps', 'JPS'],
  ])('is %s at its first bytes', async (is, bytes) => {
    expect(await detect(bytes)).toEqual({ is, start: 0 });
  });

  describe.each([
    ['jpa', jpa],
    ['jps', jps],
  ])('of format %s', (is, bytes) => {
    test.each([1, 3, 5000, 128 * 1024 - 1])('M-15: is found behind %i other bytes', async (count) => {
      expect(await detect(new Uint8Array(count).fill(0x4a), bytes)).toEqual({ is, start: count });
    });

    test('is not looked for behind 128 KiB', async () => {
      expect(await detect(new Uint8Array(128 * 1024), bytes)).toEqual({ is: 'unknown' });
    });

    test.each(['JPA', 'JPS', 'JPA and JPS', 'JPF', 'JPAJPF', '\uFEFF', '<br />\n<b>Warning</b>: JPA!'])(
      'is found behind %j, which is not one',
      async (before) => {
        // At the very beginning, three letters are taken at their word.
        const text = ` ${before}`;
        expect(await detect(text, bytes)).toEqual({ is, start: toBytes(text).length });
      },
    );
  });

  test('that is a ZIP behind other bytes begins where those do: its directory says where it lies', async () => {
    expect(await detect('MZ a program that unpacks itself', zip)).toEqual({ is: 'zip', start: 0 });
    expect(await detect(new Uint8Array(300_000), zip)).toEqual({ is: 'zip', start: 0 });
  });

  test('that is a JPA within another file of a later version is none', async () => {
    expect(await detect('text ', writeJpa({ entries, version: '2.0' }))).toEqual({ is: 'unknown' });
  });
});

describe('something else', () => {
  test.each([
    ['nothing', '', 'unknown'],
    ['one byte', 'J', 'unknown'],
    ['two letters', 'JP', 'unknown'],
    ['zeros', new Uint8Array(200_000), 'unknown'],
    ['letters', 'J'.repeat(200_000), 'unknown'],
    ['text', 'Dear sir or madam', 'unknown'],
    ['a data part', 'x'.repeat(70_000), 'unknown'],
    ['the letters in lower case', 'jpa', 'unknown'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8), 'gzip'],
    ['gzip around letters', concat([Uint8Array.of(0x1f, 0x8b, 8), toBytes('JPA')]), 'gzip'],
    ['half of gzip', Uint8Array.of(0x1f), 'unknown'],
    ['a page', '<!DOCTYPE html><title>404</title>', 'web-page'],
    ['a page in another case, behind blanks and a mark', '\uFEFF \r\n<HTML>', 'web-page'],
    ['a page of PHP errors', '<br />\n<b>Fatal error</b>: out of memory', 'web-page'],
    ['an XML answer', '<?xml version="1.0"?><Error>', 'web-page'],
    ['the end of a ZIP, cut', 'PK\x05\x06'.padStart(40, 'x'), 'unknown'],
  ])('%s is %s', async (_, bytes, is) => {
    expect(await detect(bytes)).toEqual({ is });
  });

  test.each([
    ['zeros', new Uint8Array(10_000_000)],
    ['ones', new Uint8Array(10_000_000).fill(0xff)],
    ['the first letter of a signature', new Uint8Array(10_000_000).fill(0x4a)],
    ['nothing', new Uint8Array()],
    ['one byte', new Uint8Array(1)],
  ])('B-06: a file of %s is refused at once', async (_, bytes) => {
    const start = performance.now();
    expect(await refusal(openArchive(singlePart(bytes), quiet))).toMatchObject({ code: 'not-an-archive' });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test.each([
    ['a page', '<!doctype html>', 'web-page-instead'],
    ['gzip', Uint8Array.of(0x1f, 0x8b), 'gzip-instead'],
    ['text', 'text', 'not-an-archive'],
    ['nothing', '', 'not-an-archive'],
  ])('M-15: %s is refused by name: %s', async (_, bytes, code) => {
    const error = await refusal(openArchive(singlePart(toBytes(bytes), 'site.jpa'), quiet));
    expect(error).toMatchObject({ code, where: { part: 'site.jpa' } });
  });
});
