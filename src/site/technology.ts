// Which kind of server a database is of.

export type Technology = 'mysql' | 'postgresql' | 'sqlserver' | 'sqlite' | 'other';

/** By the names that backups give a server or its driver. Old ones name the driver alone, and the oldest nothing: there was MySQL only. */
export function toTechnology(names: readonly string[]): Technology {
  const name = names.find((one) => one !== '')?.toLowerCase() ?? 'mysql';
  if (/mysql|maria/.test(name)) return 'mysql';
  if (/postgre|pgsql/.test(name)) return 'postgresql';
  if (/sqlsrv|sqlserver|mssql|azure/.test(name)) return 'sqlserver';
  return name.includes('sqlite') ? 'sqlite' : 'other';
}
