// Under which names passwords, users and keys stand in the files of a site. In files of settings rather a name too many than one
// too few; in all others, where the same words are those of a program, the names of passwords alone.

/** As in PHP, INI, JSON, YAML or XML; a letter may be written as JSON and PHP may have it, `pass\u0077ord`. */
const names = /(?:[\p{L}_]|\\u[\da-f]{4}|\\x[\da-f]{2})(?:[\p{L}\p{N}_.-]|\\u[\da-f]{4}|\\x[\da-f]{2})*/giu;

const mostLetters = 200;

const words =
  /passw|pwd|passphrase|passhash|kennwort|wachtwoord|contrase|senha|motdepasse|hasło|haslo|heslo|lösenord|losenord|salasana|parola|пароль|密码/;

const secrets: readonly RegExp[] = [
  words,
  /secret|token|credential|private|salt/,
  // dbpass, ftp_pass, AUTH_KEY, the IV of a cookie, the password of a Redis server, mysqli.default_pw.
  /(?:pass|pw|psw|mdp|clave|key|keys|iv|auth|dsn)$/,
  /user(?:name|id)?$|login$|usr$|uid$|benutzer$|usuario$/,
];

const servers = /database|redis|mailer|mongo|amqp|db/;

export interface FoundName {
  readonly index: number;
  readonly end: number;
}

/** Every name in the text that a secret may stand under, in the order they have there. */
export function* namesIn(text: string, isOne: (name: string) => boolean): Generator<FoundName, void, undefined> {
  for (const { index, 0: name } of text.matchAll(names)) if (isOne(name)) yield { index, end: index + name.length };
}

/** In any spelling: `dbPass`, `DB_PASS`, `db-pass2`, `db_pass_slave`. */
export function isSecretName(name: string): boolean {
  return bareNames(name).some(
    (bare) => secrets.some((secret) => secret.test(bare)) || (/ur[li]$/.test(bare) && servers.test(bare)),
  );
}

/** Stands for a password, or the user of a database, even in a program. */
export function isPasswordName(name: string): boolean {
  return bareNames(name).some(
    (bare) =>
      words.test(bare) ||
      /^pass$|(?:db|sql|ftp|smtp|mail|user|root|admin|redis|proxy|my)pass$|(?:db|mysql)(?:user(?:name)?|login)$|(?:server|secret|private|api|auth|access|encryption)key$|secret$/.test(
        bare,
      ),
  );
}

/** Small letters and digits; also without what tells several of one kind apart. */
function bareNames(name: string): readonly string[] {
  const short = name.slice(-mostLetters);
  const spelled = short.includes('\\')
    ? short.replaceAll(/\\[ux]([\da-f]+)/gi, (_, code: string) => letter(code))
    : short;
  const lower = spelled.toLowerCase().replace(/[_.-]+$/, '');
  const single = lower
    .replace(/[_.-]?\d{1,4}$/, '')
    .replace(/[_.-](?:ro|rw|slave|master|replica|reader?|writer?|name|value|default|old|new|test|dev|prod|live)$/, '')
    .replace(/[_.-]?\d{1,4}$/, '');
  return [bare(lower), bare(single)];
}

function letter(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function bare(name: string): string {
  return name.replaceAll(/[^\p{L}\d]/gu, '');
}
