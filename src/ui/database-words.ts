// What is said of a database, and of the file it is saved as.
import type { SavedDatabase } from '../extract/database-api.ts';
import type { DatabaseFacts } from '../site/databases.ts';
import type { Choice } from './controls/choice.ts';
import { mostPrefixLength, type ChoiceFault, type PrefixKind } from './database-choice.ts';
import { bytes, count, counted } from './format.ts';
import { listed, named, words, type Words } from './words.ts';

/** "public_db", or the name of its dump where the backup does not say. */
export function databaseName({ name, key }: DatabaseFacts): string {
  return name === '' ? key.slice(key.lastIndexOf('/') + 1) : name;
}

/** "97 tables, 12.3 MB, in 25 files" */
export function databaseSize({ tables, size, parts }: DatabaseFacts): string {
  const held = tables === null ? [] : [counted(tables.length, 'table')];
  return [...held, bytes(size), ...(parts.length > 1 ? [`in ${counted(parts.length, 'file')}`] : [])].join(', ');
}

export function prefixChoices({ prefix }: DatabaseFacts): readonly Choice<PrefixKind>[] {
  const kept = {
    value: 'kept',
    title: '#__, as in the backup',
    effect: 'For programs that put the prefix in themselves. Nothing else can import it.',
  } as const;
  if (prefix === null)
    return [{ value: 'other', title: 'What I type', effect: 'The backup does not say what it was on the site.' }, kept];
  return [
    {
      value: 'real',
      title: prefix === '' ? 'No prefix, as on the site' : `${prefix}, as on the site`,
      effect: 'What the site’s own configuration expects.',
    },
    { value: 'other', title: 'Another one', effect: 'For a second site in the same database.' },
    kept,
  ];
}

/** Null where nothing is wrong. */
export function faultWords(fault: ChoiceFault, database: DatabaseFacts): string | null {
  switch (fault) {
    case null:
      return null;
    case 'no-tables':
      return 'No table is chosen.';
    case 'prefix-characters':
      return 'A prefix can have letters from a to z, digits, _ and $.';
    case 'prefix-length':
      return `This prefix is too long: MySQL takes names of 64 characters, and the longest one here leaves ${count(mostPrefixLength(database.tables))}.`;
    default:
      return fault satisfies never;
  }
}

/** What is to be known before it is saved; none where all is well. */
export function databaseWarnings({
  missing,
  missingCount,
  technology,
  mayBeCut,
  statedPartCount,
  parts,
}: DatabaseFacts): readonly Words[] {
  const found: Words[] = [];
  if (missingCount > 0)
    found.push(
      words`${counted(missingCount, 'file')} of its dump ${missingCount === 1 ? 'is' : 'are'} missing in the backup: ${listed(missing)}. What is in ${missingCount === 1 ? 'it' : 'them'} will not be in the saved file, which says so in its first lines.`,
    );
  if (mayBeCut)
    found.push(
      words`It may be cut: some of the backup is lost, and nothing says how many files the dump was in. The saved file says so in its first lines.`,
    );
  if (statedPartCount !== null && parts.length > statedPartCount)
    found.push(
      words`The backup says that its dump is in ${counted(statedPartCount, 'file')}, and ${count(parts.length)} are there. All are used.`,
    );
  if (technology !== 'mysql')
    found.push(
      words`It is not of MySQL or MariaDB. Its dump is joined and the prefix put in; nothing is added that only MySQL would understand.`,
    );
  return found;
}

/** What became of the file. "Complete" is only what the backup itself gives a number for. */
export function savedState(
  { missingCount, mayBeCut, statedPartCount }: DatabaseFacts,
  { isWaiting }: { readonly isWaiting: boolean },
): string {
  const done = isWaiting ? 'is finished, and in the browser’s own storage until you save it' : 'is saved';
  if (missingCount > 0) {
    const files = missingCount === 1 ? '1 file of the dump is' : `${counted(missingCount, 'file')} of the dump are`;
    return `${done}, but ${files} missing`;
  }
  if (mayBeCut) return `${done}, but the dump may be cut`;
  return isWaiting || statedPartCount === null ? done : 'is complete';
}

export function savedWords({ tables, statements, size }: SavedDatabase): string {
  return `${counted(tables, 'table')}, ${counted(statements, 'statement')}, ${bytes(size)}`;
}

/** What is to be known before it is imported. */
export function savedNotes({
  longestStatement,
  viewsLeftOut,
  foreignCount,
  foreignWords,
}: SavedDatabase): readonly Words[] {
  const found: Words[] = [];
  if (foreignCount > 0)
    found.push(
      words`Left out: ${counted(foreignCount, 'statement')} that no dump of a database has, or that reach${foreignCount === 1 ? 'es' : ''} beyond it (${listed(foreignWords.map((word) => (word === '' ? 'not SQL' : word)))}). If nobody put them there on purpose, the backup may have been tampered with.`,
    );
  if (viewsLeftOut.length > 0)
    found.push(words`Left out, as they read tables that were not chosen: ${listed(viewsLeftOut)}.`);
  if (longestStatement > usualPacket)
    found.push(
      words`Its longest statement has ${bytes(longestStatement)}. The server that imports it needs a ${named('max_allowed_packet')} of at least that.`,
    );
  return found;
}

/** What servers take at once if nobody has set it: 16 MB in MariaDB, 64 MB in MySQL 8; old ones 1 MB to 4 MB. */
const usualPacket = 4_000_000;
