import { describe, expect, test } from 'vitest';
import { isAwkwardName } from '../../src/plan/awkward-name.ts';
import { isNameAllowed, longestWritableName, nameSize } from '../support/fake-names.ts';

/** As measured in Chromium: refused somewhere, or too long to be written. */
const awkward = [
  ...['a"b', 'a*b', 'a:b', 'a<b', 'a>b', 'a?b', 'a|b', 'back\\slash', 'a\nb', 'a\u007fb', 'a\u0000'],
  ...['a\u202eb', 'in\u200bdex.php', '\ufeffa', 'soft\u00adhyphen', 'a\u{e0041}'],
  ...[' a', 'a ', 'a.', 'a. .', '...', '..a', '~$doc.docx', 'config.php~', '~lock'],
  ...['con', 'CON', 'con.txt', 'aux.h', 'NUL.tar.gz', 'COM1', 'LPT9.txt', 'CONIN$', 'clock$', 'prn.'],
  ...['desktop.ini', 'Thumbs.db', 'a.lnk', 'a.URL', 'a.scf', 'My.{21EC2020-3AEA-1069-A2DD-08002B30309D}'],
  ...['en-GB.ini', '.user.ini', 'app.cfg', 'x.DLL', 'x.manifest', 'x.hta', 'x.sys'],
  ...['n'.repeat(249), 'é'.repeat(125), '😀'.repeat(63)],
];

const plain = [
  ...['.htaccess', '.git', '.DS_Store', '%41', '.local', 'a b', 'a~b', 'a..b', 'console.php', 'com10', 'nullable.php'],
  ...['😀.txt', 'μετάφραση.php', 'web.config', 'ini', 'x.ini.bak', '#lock', '__proto__', "a'b", 'url', '=1+1'],
  ...['n'.repeat(248), 'é'.repeat(124), '😀'.repeat(62)],
];

describe('a name that some browser refuses is awkward', () => {
  test.each(awkward)('%j', (name) => {
    expect(isAwkwardName(name)).toBe(true);
  });
});

describe('a name that every browser takes is not', () => {
  test.each(plain)('%j', (name) => {
    expect(isAwkwardName(name)).toBe(false);
  });
});

test('the forecast agrees with the folder that the tests write to', () => {
  const refused = (name: string): boolean =>
    !isNameAllowed(name, 'browser-windows') || nameSize(name) > longestWritableName;
  expect([...awkward, ...plain].filter((name) => refused(name) !== isAwkwardName(name))).toEqual([]);
});
