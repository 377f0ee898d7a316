// The figures of the site's card, besides those of the archive itself (facts.ts).
import type { SiteCard, SiteIdentity } from '../site/card.ts';
import type { Fact } from './facts.ts';
import { bytes, counted } from './format.ts';
import { shownName } from './shown-name.ts';

/** What was used to make the backup, as far as it says. */
export function originFacts({ akeebaVersion, phpVersion }: SiteIdentity): readonly Fact[] {
  const facts = [
    { label: 'Made by', value: akeebaVersion === null ? null : `Akeeba Backup ${akeebaVersion}` },
    { label: 'PHP on the server', value: phpVersion },
  ];
  return facts.flatMap(({ label, value }) => (value === null ? [] : [{ label, value: shownName(value) }]));
}

export function siteFacts(card: SiteCard): readonly Fact[] {
  return [
    { label: 'Site runs on', value: systemWords(card) },
    databaseFact(card),
    { label: 'Restoration script', value: installerWords[card.installer] },
  ];
}

function systemWords({ system }: SiteCard): string {
  if (system === null) return 'not known';
  return system.version === null ? system.name : shownName(`${system.name} ${system.version}`);
}

/** So many files may be missing; more are a number that somebody made up. */
const mostCounted = 1000;

const installerWords = {
  none: 'not in this backup',
  open: 'here, without a password',
  password: 'here, asks for a password',
} as const satisfies Record<SiteCard['installer'], string>;

function databaseFact({ databases }: SiteCard): Fact {
  const label = databases.length > 1 ? counted(databases.length, 'database') : 'Database';
  if (databases.length === 0) return { label, value: 'not in this backup' };
  const size = databases.reduce((sum, database) => sum + database.size, 0);
  const missing = databases.reduce((sum, { missingCount }) => sum + missingCount, 0);
  const isListed = databases.every(({ tables }) => tables !== null);
  const tables = databases.reduce((sum, database) => sum + (database.tables?.length ?? 0), 0);
  const words = [
    bytes(size),
    // A list without a name in it says as little as none.
    ...(isListed && tables > 0 ? [counted(tables, 'table')] : []),
    ...(missing > 0
      ? [missing > mostCounted ? 'not all of its files are here' : `${counted(missing, 'file')} missing`]
      : []),
  ];
  return { label, value: words.join(', '), exact: counted(size, 'byte') };
}
