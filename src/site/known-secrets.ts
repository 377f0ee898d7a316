// The users and passwords that a backup itself tells: those of the list of its databases, and those of the site's own settings.
// Read for one purpose, to keep them out of whatever is shown. They stay in the worker.
import { outlineOf } from './code-outline.ts';
import { parseIni } from './ini.ts';
import { formOf, nameOf } from './secret-files.ts';
import { isPasswordName, namesIn } from './secret-names.ts';

export interface KnownSecrets {
  readonly secrets: readonly string[];
  /** There may be more. */
  readonly isComplete: boolean;
}

/** More than any site has: each costs a search through what is shown. */
export const mostSecrets = 60;
const mostLength = 500;

/** Settings that name the database, by path in the backup; null for a file of another name. */
const settings =
  /^(?:configuration\.php|wp-config\.php|config(?:\.inc)?\.php|settings\.php|localsettings\.php|\.env(?:\.local|\.prod(?:uction)?)?|\.env\.local\.php|app\/etc\/(?:env\.php|local\.xml)|(?:app\/)?config\/(?:parameters\.(?:php|yml|yaml)|settings\.inc\.php|database\.php)|sites\/default\/settings\.php|includes\/config(?:ure)?\.php)$/;

export function tellsSecrets(path: string): boolean {
  return settings.test(path.toLowerCase());
}

export function secretsInList(text: string, kind: 'json' | 'ini'): KnownSecrets {
  if (kind === 'ini') {
    const fields = [...parseIni(text).values()].flatMap((section) => [section.get('dbuser'), section.get('dbpass')]);
    return only(fields, true);
  }
  let list: unknown;
  try {
    list = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    const stated = text.matchAll(/"db(?:pass|user)"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){1,500})/g);
    return only(
      Array.from(stated, ({ 1: value }) => unescaped(value ?? '')),
      false,
    );
  }
  const databases: readonly unknown[] = typeof list === 'object' && list !== null ? Object.values(list) : [];
  return only(
    databases.flatMap((facts) =>
      typeof facts === 'object' && facts !== null
        ? ['dbuser' in facts ? facts.dbuser : null, 'dbpass' in facts ? facts.dbpass : null]
        : [],
    ),
    true,
  );
}

function unescaped(json: string): string {
  try {
    const value: unknown = JSON.parse(`"${json}"`);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}

const accountName = /^(?:user|username|db_?user(?:name)?|db_?login|database_user(?:name)?|mysql_?user)$/i;

/** What a site's settings give to the names of users and passwords, word for word. */
export function secretsInSettings(path: string, text: string): readonly string[] {
  const form = formOf(path, text);
  const outline = form === 'code' ? outlineOf(text).outline : text;
  const found: string[] = [];
  const isOne = (name: string) => isPasswordName(name) || accountName.test(name);
  for (const { index, end } of namesIn(text, isOne)) {
    if (form === 'code' && outline.charAt(index) === ' ') continue;
    const rest = text.slice(end, end + mostLength + 100);
    const value =
      form === 'code'
        ? inCode(rest)
        : form === 'xml'
          ? inXml(rest)
          : /^["']?[ \t]*[=:][ \t]*([^\r\n]+)/.exec(rest)?.[1];
    if (value !== undefined) found.push(nameOf(path).includes('.env') || form === 'lines' ? unquoted(value) : value);
  }
  return only(found, true).secrets;
}

function inCode(rest: string): string | undefined {
  const [, quote, value] =
    /^["'\]\s]*(?:=>|=(?!=)|,|:)\s*(?:\w+\s*\(\s*["']\w*["']\s*,\s*)?(["'])((?:[^\\]|\\[\s\S])*?)\1/.exec(rest) ?? [];
  if (value === undefined) return undefined;
  return quote === "'" ? value.replaceAll(/\\(['\\])/g, '$1') : value.replaceAll(/\\(["\\$/])/g, '$1');
}

function inXml(rest: string): string | undefined {
  return (/^[^<>]{0,100}>\s*<!\[CDATA\[(.*?)\]\]>/s.exec(rest) ?? /^[^<>]{0,100}>\s*([^<]*?)\s*</.exec(rest))?.[1];
}

function unquoted(value: string): string {
  const inQuotes = /^(["'])(.*)\1\s*(?:#.*)?$/.exec(value)?.[2];
  return inQuotes?.replaceAll(/\\(["\\$])/g, '$1') ?? value.replace(/\s+#.*$/, '').trim();
}

const isNone = /^(?:true|false|null|none|yes|no|on|off|~|[01]|[$%{].*|username_here|password_here)?$/i;

function only(values: readonly unknown[], isWhole: boolean): KnownSecrets {
  const secrets = values.filter((value) => typeof value === 'string').filter((value) => !isNone.test(value));
  const each = [...new Set(secrets.map((secret) => secret.slice(0, mostLength)))];
  return { secrets: each.slice(0, mostSecrets), isComplete: isWhole && each.length <= mostSecrets };
}
