// The passwords of the databases, as the backup's own list of them holds them: read for one purpose, to keep them out of what
// is shown. They stay in the worker.
import { parseIni } from './ini.ts';

/** A shorter one may be a word like others: to mask it everywhere would give it away. */
const leastLength = 8;

/** Each in the spellings that files may have it in. */
export function secretsInList(text: string, kind: 'json' | 'ini'): readonly string[] {
  const passwords = kind === 'json' ? inJson(text) : [...parseIni(text).values()].map((fields) => fields.get('dbpass'));
  const long = passwords.filter((password) => typeof password === 'string' && password.length >= leastLength);
  return [...new Set(long.flatMap((password) => (typeof password === 'string' ? spellings(password) : [])))];
}

function inJson(text: string): readonly unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return [];
  }
  if (typeof list !== 'object' || list === null) return [];
  return Object.values(list).map((facts: unknown) =>
    typeof facts === 'object' && facts !== null && 'dbpass' in facts ? facts.dbpass : null,
  );
}

/** As it is, in PHP, in JSON, in XML, in a URL. */
function spellings(password: string): readonly string[] {
  const inXml = password
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const json = JSON.stringify(password).slice(1, -1);
  return [
    password,
    password.replaceAll(/['\\]/g, '\\$&'),
    password.replaceAll(/["\\$]/g, '\\$&'),
    json,
    json.replaceAll('/', '\\/'),
    inXml,
    encodeURIComponent(password.replaceAll(/\p{Cs}/gu, '\ufffd')),
  ];
}
