// What stands before and behind the statements of an exported dump: where it comes from, in comments, and the settings that
// MySQL needs for it and has back afterwards.

/** Where a dump comes from, for its first lines. Whatever is in it: nothing leaves the comment. */
export interface Origin {
  /** Address of the site; null where the backup does not say. */
  readonly site: string | null;
  /** When the backup was made, for people; null where it does not say. */
  readonly takenAt: string | null;
  /** Names of the backup and of the dump in it. */
  readonly from: string;
  /** Names of parts of the dump that are missing. */
  readonly missing: readonly string[];
  readonly mayBeCut: boolean;
  /** How many tables were chosen; null for all. */
  readonly chosenCount: number | null;
}

const mostCommentLength = 200;
const mostMissingNamed = 20;

export function commentLines({ site, takenAt, from, missing, mayBeCut, chosenCount }: Origin): readonly string[] {
  const more = missing.length > mostMissingNamed ? `, and ${missing.length - mostMissingNamed} more` : '';
  return [
    site === null ? 'Database of a site backup' : `Database of ${site}`,
    ...(takenAt === null ? [] : [`Backup of ${takenAt}`]),
    `From ${from}`,
    ...(chosenCount === null ? [] : [`Chosen tables only: ${chosenCount}`]),
    ...(missing.length === 0
      ? []
      : [`Not complete, missing in the backup: ${missing.slice(0, mostMissingNamed).join(', ')}${more}`]),
    ...(mayBeCut ? ['It may be cut: some of the backup is lost, and it does not say how long the dump was'] : []),
    'Made by Unstow',
  ].map((line) => `-- ${commentSafe(line)}`);
}

/** Printable, and in one line; MySQL's own comments end in nothing else. */
function commentSafe(text: string): string {
  const printable = text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return printable.length > mostCommentLength ? `${printable.slice(0, mostCommentLength)}…` : printable;
}

/** Each kept as it was. A number for zero in a row stays zero; tables come in an order that suits no foreign key. */
export const settingsBefore: readonly string[] = [
  'SET @OLD_CHARACTER_SET_CLIENT = @@CHARACTER_SET_CLIENT;',
  'SET @OLD_CHARACTER_SET_RESULTS = @@CHARACTER_SET_RESULTS;',
  'SET @OLD_COLLATION_CONNECTION = @@COLLATION_CONNECTION;',
  'SET NAMES utf8mb4;',
  'SET @OLD_FOREIGN_KEY_CHECKS = @@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS = 0;',
  "SET @OLD_SQL_MODE = @@SQL_MODE, SQL_MODE = 'NO_AUTO_VALUE_ON_ZERO';",
];

/** An import that was broken off and taken up in another session has nothing to give back: the values that servers have. */
export const settingsAfter: readonly string[] = [
  "SET SQL_MODE = IFNULL(@OLD_SQL_MODE, '');",
  'SET FOREIGN_KEY_CHECKS = IFNULL(CAST(@OLD_FOREIGN_KEY_CHECKS AS SIGNED), 1);',
  "SET CHARACTER_SET_CLIENT = IFNULL(@OLD_CHARACTER_SET_CLIENT, 'utf8mb4');",
  "SET CHARACTER_SET_RESULTS = IFNULL(@OLD_CHARACTER_SET_RESULTS, 'utf8mb4');",
  "SET COLLATION_CONNECTION = IFNULL(@OLD_COLLATION_CONNECTION, 'utf8mb4_general_ci');",
];

export const lastLine = '-- End of the database';
