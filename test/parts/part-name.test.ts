// What a file name says about its place in a set.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePartName, partFileName, stemWithoutCopy } from '../../src/parts/part-name.ts';

const last = Infinity;

describe('a part', () => {
  test.each([
    ['site.jpa', 'site', 'j', 'jpa', last],
    ['site.jps', 'site', 'j', 'jps', last],
    ['site.zip', 'site', 'z', 'zip', last],
    ['site.j01', 'site', 'j', null, 1],
    ['site.z01', 'site', 'z', 'zip', 1],
    ['site.j09', 'site', 'j', null, 9],
    ['site.j10', 'site', 'j', null, 10],
    ['site.j99', 'site', 'j', null, 99],
    ['site.j100', 'site', 'j', null, 100],
    ['site.j1000', 'site', 'j', null, 1000],
    ['site.j001', 'site', 'j', null, 1],
    ['SITE.JPA', 'SITE', 'j', 'jpa', last],
    ['Site.J01', 'Site', 'j', null, 1],
    ['Site.Z02', 'Site', 'z', 'zip', 2],
    ['Site.Jps', 'Site', 'j', 'jps', last],
    ['site-www.example.com-20240101-120000.jpa', 'site-www.example.com-20240101-120000', 'j', 'jpa', last],
    ['a.jpa.jpa', 'a.jpa', 'j', 'jpa', last],
    ['a.j01.j02', 'a.j01', 'j', null, 2],
    [' .jpa', ' ', 'j', 'jpa', last],
    ['ελ\n.zip', 'ελ\n', 'z', 'zip', last],
  ])('%j', (name, stem, letter, family, number) => {
    expect(parsePartName(name)).toEqual({ stem, letter, family, number, copy: null, isUnfinished: false });
  });
});

describe('no part', () => {
  test.each([
    '',
    'site',
    '.jpa',
    'site.jpa.txt',
    'site.jpax',
    'site.xjpa',
    'site.j',
    'site.j1',
    'site.j00',
    'site.z0',
    'site.j-1',
    'site.j1e5',
    'site.j０１',
    'site.p01',
    'site.jpa ',
    'site jpa',
    'site.part',
    'crdownload',
  ])('%j', (name) => {
    expect(parsePartName(name)).toBeNull();
  });
});

describe('a second download', () => {
  test.each([
    ['site (1).j01', 'site (1)', 1],
    ['site(2).j01', 'site(2)', 2],
    ['site (12).jpa', 'site (12)', 12],
    ['site (1) (2).jpa', 'site (1) (2)', 2],
  ])('%j is a copy, as far as its name tells', (name, stem, copy) => {
    expect(parsePartName(name)).toMatchObject({ stem, copy });
  });

  test.each(['(1).jpa', 'site (a).jpa', 'site (1) final.jpa', 'site (2024).jpa', 'site ().jpa'])(
    '%j is not',
    (name) => {
      expect(parsePartName(name)?.copy).toBeNull();
    },
  );

  test.each([
    ['site (1)', 'site'],
    ['site(1)', 'site'],
    ['site', 'site'],
    ['site (1) (2)', 'site (1)'],
  ])('of %j the name without the copy is %j', (stem, expected) => {
    expect(stemWithoutCopy(stem)).toBe(expected);
  });
});

describe('a download that has not ended', () => {
  test.each(['crdownload', 'part', 'partial', 'download', 'tmp', 'CRDOWNLOAD'])('.%s', (ending) => {
    expect(parsePartName(`site.j02.${ending}`)).toMatchObject({ stem: 'site', number: 2, isUnfinished: true });
    expect(parsePartName(`site (1).jpa.${ending}`)).toMatchObject({ number: last, copy: 1, isUnfinished: true });
  });
});

describe('the name a part should have', () => {
  test.each([
    ['j', 1, 'jpa', 'site.j01'],
    ['j', 99, null, 'site.j99'],
    ['j', 100, 'jps', 'site.j100'],
    ['z', 7, 'zip', 'site.z07'],
    ['j', last, 'jpa', 'site.jpa'],
    ['j', last, 'jps', 'site.jps'],
    ['j', last, null, 'site.jpa'],
    ['z', last, null, 'site.zip'],
  ] as const)('%s %d of %j is %s', (letter, number, family, expected) => {
    expect(partFileName('site', letter, number, family)).toBe(expected);
  });

  test('is read back as what it was made of', () => {
    const stems = fc.string({ minLength: 1, unit: 'binary' });
    fc.assert(
      fc.property(stems, fc.integer({ min: 1, max: 100_000 }), fc.constantFrom('j', 'z'), (stem, number, letter) => {
        expect(parsePartName(partFileName(stem, letter, number, null))).toMatchObject({ stem, number, letter });
      }),
    );
  });
});
