// The figures of the site's card.
import { expect, test } from 'vitest';
import type { SiteCard } from '../../src/site/card.ts';
import type { DatabaseFacts } from '../../src/site/databases.ts';
import { originFacts, siteFacts } from '../../src/ui/site-facts.ts';
import { emptyCard } from './support/fake-site.ts';

const database: DatabaseFacts = {
  key: 'installation/sql/site.sql',
  name: 'site_db',
  prefix: 'jos_',
  tables: ['#__content', '#__users'],
  parts: [1, 2],
  size: 2_000_000,
  missing: [],
  missingCount: 0,
  mayBeCut: false,
  statedPartCount: 2,
  technology: 'mysql',
  marker: null,
};

function valueOf(card: Partial<SiteCard>, label: string): string | undefined {
  return siteFacts({ ...emptyCard, ...card }).find((fact) => fact.label === label)?.value;
}

test.each([
  [[], 'Database', 'not in this backup'],
  [[database], 'Database', '2 MB, 2 tables'],
  [[{ ...database, tables: null }], 'Database', '2 MB'],
  [[{ ...database, missingCount: 1 }], 'Database', '2 MB, 2 tables, 1 file missing'],
  [[{ ...database, tables: [] }], 'Database', '2 MB'],
  [[{ ...database, missingCount: 1000 }], 'Database', '2 MB, 2 tables, 1,000 files missing'],
  [[{ ...database, missingCount: 99_998 }], 'Database', '2 MB, 2 tables, not all of its files are here'],
  [[database, database], '2 databases', '4 MB, 4 tables'],
] as const)('databases, case %#', (databases, label, value) => {
  expect(valueOf({ databases }, label)).toBe(value);
});

test('the system, with its version where that is known', () => {
  expect(valueOf({}, 'Site runs on')).toBe('not known');
  expect(valueOf({ system: { name: 'Joomla', version: null } }, 'Site runs on')).toBe('Joomla');
  expect(valueOf({ system: { name: 'Joomla', version: '5.1.0' } }, 'Site runs on')).toBe('Joomla 5.1.0');
});

test('whether the restoration script has a password', () => {
  expect(valueOf({}, 'Restoration script')).toBe('not in this backup');
  expect(valueOf({ installer: 'open' }, 'Restoration script')).toBe('here, without a password');
  expect(valueOf({ installer: 'password' }, 'Restoration script')).toBe('here, asks for a password');
});

test('what is not said takes no room, and what steers the reading direction is shown', () => {
  expect(originFacts(emptyCard.identity)).toEqual([]);
  expect(originFacts({ ...emptyCard.identity, phpVersion: '8\u202e2' })).toEqual([
    { label: 'PHP on the server', value: '8<U+202E>2' },
  ]);
});
