import { expect, test } from 'vitest';
import { parseIni } from '../../src/site/ini.ts';

function read(text: string): unknown {
  return Object.fromEntries([...parseIni(text)].map(([name, values]) => [name, Object.fromEntries(values)]));
}

test('sections hold their keys, and what stands before the first is under no name', () => {
  expect(read('; a comment\nhost = "a.example"\n[site.sql]\nprefix=jos_\r\nparts = "3"\n')).toEqual({
    '': { host: 'a.example' },
    'site.sql': { prefix: 'jos_', parts: '3' },
  });
});

test('a quoted value is escaped as by addcslashes', () => {
  expect(read(String.raw`a = "say \"hi\" \\ and\nnext\rline" ; rest`)).toEqual({
    '': { a: 'say "hi" \\ and\nnext\rline' },
  });
});

test('nonsense is passed over', () => {
  expect(read('= x\n[]\n[\n"\nkey\n===\n[__proto__]\nconstructor = "1"\n')).toEqual({
    '': {},
    ['__proto__']: { constructor: '1' },
  });
  expect(parseIni('').size).toBe(1);
});

test('a quote that is never closed ends with its line', () => {
  expect(read('a = "open\nb = 2')).toEqual({ '': { a: 'open', b: '2' } });
});

test('lines without an end cost no more than others', () => {
  expect(read(`a${' '.repeat(2_000_000)}`)).toEqual({ '': {} });
  expect(read(`a = "${'x'.repeat(2_000_000)}\nb = 2`)).toMatchObject({ '': { b: '2' } });
});
