import { describe, expect, test } from 'vitest';
import {
  chosenTables,
  faultOf,
  firstChoice,
  losesRoles,
  mostPrefixLength,
  originOf,
  prefixOf,
  systemOf,
  sqlFormat,
  sqlStem,
  ticked,
  type DatabaseChoice,
} from '../../src/ui/database-choice.ts';
import { databaseWarnings, faultWords, savedNotes, savedState } from '../../src/ui/database-words.ts';
import { plainText } from '../../src/ui/words.ts';
import { savedDatabase, siteDatabase } from './support/fake-databases.ts';
import { emptyCard } from './support/fake-site.ts';

const first = firstChoice(siteDatabase);

function typed(typedPrefix: string): DatabaseChoice {
  return { ...first, prefix: 'other', typedPrefix };
}

describe('the prefix', () => {
  test('is the real one at first, and #__ as it is where that is not known', () => {
    expect(prefixOf(siteDatabase, first)).toBe('jos_');
    expect(firstChoice({ ...siteDatabase, prefix: null }).prefix).toBe('kept');
    expect(prefixOf(siteDatabase, { ...first, prefix: 'kept' })).toBeNull();
    expect(prefixOf(siteDatabase, typed('x_'))).toBe('x_');
  });
  test.each(['', 'a', 'wp_', 'A9$_'])('may be %j', (prefix) => {
    expect(faultOf(siteDatabase, typed(prefix))).toBeNull();
  });
  test.each(['a b', 'a-b', 'ä', '`', "'", '#__', 'a.b', 'a\n', '日本'])('may not be %j', (prefix) => {
    expect(faultOf(siteDatabase, typed(prefix))).toBe('prefix-characters');
    expect(faultOf(siteDatabase, { ...typed(prefix), prefix: 'real' })).toBeNull();
  });
  test('leaves the longest name no longer than 64 characters', () => {
    const long = { ...siteDatabase, tables: ['#__a', `#__${'x'.repeat(60)}`, 'y'.repeat(64)] };
    expect(mostPrefixLength(long.tables)).toBe(4);
    expect(faultOf(long, typed('abc_'))).toBeNull();
    expect(faultOf(long, typed('abcd_'))).toBe('prefix-length');
    expect(faultWords('prefix-length', long)).toContain('leaves 4');
    expect(faultOf({ ...siteDatabase, tables: null }, typed('a'.repeat(32)))).toBeNull();
    expect(faultOf({ ...siteDatabase, tables: null }, typed('a'.repeat(33)))).toBe('prefix-length');
  });
  test('of a WordPress costs its roles where it is another one', () => {
    const tables = ['options', 'usermeta', 'posts', 'x'].map((name) => `#__${name}`);
    const wordPress = { ...siteDatabase, prefix: 'wp_', tables };
    expect(losesRoles(wordPress, typed('new_'))).toBe(true);
    expect(losesRoles(wordPress, typed('wp_'))).toBe(false);
    expect(losesRoles(wordPress, first)).toBe(false);
    expect(losesRoles(siteDatabase, typed('new_'))).toBe(false);
  });
});

describe('tables', () => {
  test('are all at first, which is more than each of them', () => {
    expect(chosenTables(siteDatabase, first)).toBeNull();
    const some = { ...first, left: ticked(first.left, ['#__users'], false) };
    expect(chosenTables(siteDatabase, some)).toEqual(['#__content', 'other']);
    expect(chosenTables(siteDatabase, { ...some, left: ticked(some.left, ['#__users'], true) })).toBeNull();
  });
  test('cannot be none', () => {
    const none = { ...first, left: new Set(siteDatabase.tables) };
    expect(faultOf(siteDatabase, none)).toBe('no-tables');
    expect(faultOf({ ...siteDatabase, tables: [] }, first)).toBeNull();
  });
});

test('the first lines say where the backup is from, as far as it is known', () => {
  expect(originOf({ name: 'reading' })).toEqual({ site: null, takenAt: null });
  expect(originOf({ name: 'known', card: emptyCard })).toEqual({ site: null, takenAt: null });
  const identity = { ...emptyCard.identity, host: 'a.example', backupMs: Date.UTC(2023, 10, 14, 22, 13, 20) };
  expect(originOf({ name: 'known', card: { ...emptyCard, identity } })).toEqual({
    site: 'a.example',
    takenAt: '2023-11-14 22:13:20 UTC',
  });
});

test('the file is named after the backup, and after the dump where there are several', () => {
  expect(sqlStem('site-1.jpa', siteDatabase, true)).toBe('site-1');
  expect(sqlStem('site', siteDatabase, false)).toBe('site-site');
  expect([sqlFormat(first), sqlFormat({ ...first, isCompressed: true })]).toEqual(['sql', 'sql.gz']);
});

test('what is missing, too much, or of another server is said', () => {
  expect(databaseWarnings(siteDatabase)).toEqual([]);
  const odd = {
    ...siteDatabase,
    missing: ['site.s01'],
    missingCount: 2,
    statedPartCount: 2,
    technology: 'sqlite' as const,
  };
  const said = databaseWarnings(odd).map(plainText);
  expect(said[0]).toContain('2 files of its dump are missing in the backup: site.s01.');
  expect(said[1]).toContain('is in 2 files, and 3 are there');
  expect(said[2]).toContain('not of MySQL');
});

test('a server is told to be ready for long statements', () => {
  expect(savedNotes(savedDatabase)).toEqual([]);
  const notes = savedNotes({ ...savedDatabase, longestStatement: 20_000_000, viewsLeftOut: ['v'] }).map(plainText);
  expect(notes.join(' ')).toMatch(/read tables that were not chosen: v\..*20 MB.*max_allowed_packet/);
});

test('a WordPress is told by its tables, or by what the card says of the site', () => {
  const old = { ...siteDatabase, prefix: 'wp_', tables: null };
  expect(losesRoles(old, typed('new_'))).toBe(false);
  expect(losesRoles(old, typed('new_'), 'WordPress')).toBe(true);
  expect(losesRoles(old, typed('wp_'), 'WordPress')).toBe(false);
  const system = { name: 'WordPress', version: null };
  expect(systemOf({ name: 'known', card: { ...emptyCard, system } })).toBe('WordPress');
  expect(systemOf({ name: 'reading' })).toBeNull();
});

test('a saved database is complete only where the backup says of how many files it is, and all are there', () => {
  const saved = { isWaiting: false };
  expect(savedState(siteDatabase, saved)).toBe('is complete');
  expect(savedState({ ...siteDatabase, statedPartCount: null }, saved)).toBe('is saved');
  expect(savedState({ ...siteDatabase, missingCount: 1 }, saved)).toBe('is saved, but 1 file of the dump is missing');
  expect(savedState({ ...siteDatabase, missingCount: 2 }, { isWaiting: true })).toMatch(
    /^is finished, .*, but 2 files of the dump are missing$/,
  );
  expect(savedState({ ...siteDatabase, statedPartCount: null, mayBeCut: true }, saved)).toBe(
    'is saved, but the dump may be cut',
  );
});
