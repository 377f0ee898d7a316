// extrainfo.json and .ini, sound and hostile.
import { describe, expect, test } from 'vitest';
import { readExtraInfo, utcMs } from '../../src/site/extra-info.ts';

const told = {
  host: 'www.example.org',
  backupMs: Date.UTC(2023, 10, 14, 22, 13, 20),
  akeebaVersion: '9.8.1',
  phpVersion: '8.2.12',
  root: '/home/site',
};
const nothing = { host: null, backupMs: null, akeebaVersion: null, phpVersion: null, root: null };

const fields = {
  host: 'www.example.org',
  backup_date: '2023-11-14 22:13:20',
  akeeba_version: '9.8.1',
  php_version: '8.2.12',
  root: '/home/site',
};

test('both forms tell the same', () => {
  const ini = Object.entries(fields).map(([key, value]) => `${key}="${value}"`);
  expect(readExtraInfo(JSON.stringify(fields), true)).toEqual(told);
  expect(readExtraInfo(`\ufeff${JSON.stringify(fields)}`, true)).toEqual(told);
  expect(readExtraInfo(`; Akeeba Backup 3.1\n${ini.join('\r\n')}`, false)).toEqual(told);
});

describe('what is not what it should be', () => {
  test.each(['', '{', 'null', '[]', '3', '"text"', '<html>'])('%j is no such file', (text) => {
    expect(readExtraInfo(text, true)).toBeNull();
  });
  test('an INI file without a value is none', () => {
    expect(readExtraInfo('nothing here', false)).toBeNull();
  });
  test('fields of a wrong type say nothing', () => {
    const wrong = { host: ['a'], backup_date: 20231114, akeeba_version: {}, php_version: null, root: true };
    expect(readExtraInfo(JSON.stringify(wrong), true)).toEqual(nothing);
  });
  test('names of prototypes are names like others', () => {
    expect(readExtraInfo('{"__proto__": {"host": "evil"}, "constructor": 1}', true)).toEqual(nothing);
    expect(readExtraInfo('__proto__=x\nconstructor=y', false)).toEqual(nothing);
    expect(Reflect.get({}, 'host')).toBeUndefined();
  });
  test('control characters and endless values are no harm', () => {
    const info = readExtraInfo(JSON.stringify({ host: 'a\u0000b\n<b>', root: '/x'.repeat(9_000) }), true);
    expect(info?.host).toBe('a b <b>');
    expect(info?.root).toHaveLength(501);
  });
  test('a number may stand for a version', () => {
    expect(readExtraInfo('{"php_version": 8.2}', true)?.phpVersion).toBe('8.2');
  });
});

test.each([
  ['2023-11-14 22:13:20', Date.UTC(2023, 10, 14, 22, 13, 20)],
  ['2023-11-14T22:13', Date.UTC(2023, 10, 14, 22, 13)],
  ['2023-11-14', Date.UTC(2023, 10, 14)],
  ['2024-02-29 00:00:00', Date.UTC(2024, 1, 29)],
  ['2023-02-29 00:00:00', null],
  ['2023-13-01 00:00:00', null],
  ['2023-01-00 00:00:00', null],
  ['2023-01-01 24:00:00', null],
  ['2023-01-01 00:61:00', null],
  ['0000-00-00 00:00:00', null],
  ['yesterday', null],
  ['', null],
  [null, null],
])('the date %j', (text, ms) => {
  expect(utcMs(text)).toBe(ms);
});
