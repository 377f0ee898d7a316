// `installation/extrainfo.json`, in old backups `extrainfo.ini`: which site, when, with which versions.
import { parseIni } from './ini.ts';
import { oneLine } from './plain-text.ts';

export interface ExtraInfo {
  readonly host: string | null;
  /** Since 1970. */
  readonly backupMs: number | null;
  readonly akeebaVersion: string | null;
  readonly phpVersion: string | null;
  /** The folder of the site on its server. */
  readonly root: string | null;
}

const mostHost = 253;
const mostVersion = 40;
const mostRoot = 500;

/** Null where the text is not what it should be. */
export function readExtraInfo(text: string, isJson: boolean): ExtraInfo | null {
  const value = isJson ? jsonFields(text) : iniFields(text);
  if (value === null) return null;
  const line = (key: string, most: number): string | null => {
    const field = value(key);
    return typeof field === 'string' || typeof field === 'number' ? oneLine(String(field), most) : null;
  };
  return {
    host: line('host', mostHost),
    backupMs: utcMs(line('backup_date', mostVersion)),
    akeebaVersion: line('akeeba_version', mostVersion),
    phpVersion: line('php_version', mostVersion),
    root: line('root', mostRoot),
  };
}

type Fields = (key: string) => unknown;

function jsonFields(text: string): Fields | null {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  return (key) => fields.get(key);
}

function iniFields(text: string): Fields | null {
  const fields = new Map(Array.from(parseIni(text).values(), (section) => [...section]).flat());
  return fields.size === 0 ? null : (key) => fields.get(key);
}

/** "2023-11-14 22:13:20", which is UTC. Null for what is no date: 31 February too. */
export function utcMs(text: string | null): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?/.exec(text ?? '');
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part || 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && hour < 24 && minute < 60 && second < 60 ? ms : null;
}
