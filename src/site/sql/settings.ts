// Which SET statements of a dump are written. Modes of SQL are not: MySQL's client reads strings by them, and another one than the
// file's own would have it find commands in data. Neither is what outlives the session.

const decoder = new TextDecoder();

export type SettingVerdict =
  | 'written'
  /** The file has its own. */
  | 'needless'
  /** Of the server, or of its accounts: no dump of a database has it. */
  | 'foreign';

/** @param statement with the prefix put in */
export function judgeSetting(statement: Uint8Array): SettingVerdict {
  const text = decoder.decode(statement);
  if (/sql_mode/i.test(text)) return 'needless';
  return /\b(?:global|persist|persist_only|password|role|statement)\b/i.test(text) ? 'foreign' : 'written';
}
