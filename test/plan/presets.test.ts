import { describe, expect, test } from 'vitest';
import type { Format } from '../../src/archive/entry.ts';
import { selectionFor, type Preset } from '../../src/plan/presets.ts';
import { selectEntries } from '../../src/plan/selection.ts';
import { entry, indexWith, link } from './entries.ts';

const site = [
  'installation/',
  'installation/README.html',
  'installation/index.php',
  'installation/sql/',
  'installation/sql/site.sql',
  'installation/sql/site.s01',
  'installation/sql/deep/1.sql',
  'installation/sql/databases.json',
  'installation/sqlite/readme.txt',
  'index.php',
  'images/',
  'images/installation/sql/a.jpg',
  'installations/x',
  'Installation/y',
];

function chosen(preset: Preset, paths: readonly string[] = site, format: Format = 'jpa'): string[] {
  const index = indexWith([...paths.map((path) => entry(path)), link('to-installation')], format);
  return selectEntries(index, selectionFor(index, preset)).entries.map(({ path }) => path);
}

test('everything is everything', () => {
  expect(selectionFor(indexWith([entry('a')]), { kind: 'everything' })).toBeNull();
  expect(chosen({ kind: 'everything' })).toEqual([...site, 'to-installation']);
});

test('the files of the site are all but the restoration script', () => {
  expect(chosen({ kind: 'site-files' })).toEqual([
    'index.php',
    'images/',
    'images/installation/sql/a.jpg',
    'installations/x',
    'Installation/y',
    'to-installation',
  ]);
});

test('the database is its dumps and what describes them, with the folders they lie in', () => {
  expect(chosen({ kind: 'database' })).toEqual([
    'installation/',
    'installation/sql/',
    'installation/sql/site.sql',
    'installation/sql/site.s01',
    'installation/sql/deep/1.sql',
    'installation/sql/databases.json',
  ]);
});

describe('where an entry comes to lie counts, not how its path is spelled:', () => {
  const odd = [
    './installation/a',
    '/installation/sql/b',
    'x/../installation/c',
    'installation\\sql\\d',
    'installation',
  ];

  test.each<[Format, Preset['kind'], readonly string[]]>([
    ['jpa', 'site-files', ['x/../installation/c', 'installation\\sql\\d', 'to-installation']],
    ['zip', 'site-files', ['x/../installation/c', 'to-installation']],
    ['jpa', 'database', ['/installation/sql/b']],
    ['zip', 'database', ['/installation/sql/b', 'installation\\sql\\d']],
  ])('%s, %s', (format, kind, expected) => {
    expect(chosen(kind === 'matching' ? { kind, patterns: '' } : { kind }, odd, format)).toEqual(expected);
  });
});

test('what matches is what the patterns say, of whole paths as in the archive', () => {
  expect(chosen({ kind: 'matching', patterns: 'installation/sql/*\n*.php' })).toEqual([
    'installation/index.php',
    'installation/sql/',
    'installation/sql/site.sql',
    'installation/sql/site.s01',
    'installation/sql/deep/1.sql',
    'installation/sql/databases.json',
    'index.php',
  ]);
  expect(chosen({ kind: 'matching', patterns: 'images' })).toEqual([]);
  expect(chosen({ kind: 'matching', patterns: '' })).toEqual([]);
});

test('a backup without a database has none to choose', () => {
  expect(chosen({ kind: 'database' }, ['index.php', 'sql/site.sql'])).toEqual([]);
});
