// Which files of a site are likely to hold passwords and keys, and under which names these stand in them. Rather a name too many
// than one too few: what is masked needlessly can still be saved and looked at.

/** By the last part of a path, in lower case. */
const files: readonly RegExp[] = [
  /config/,
  /^\.env(?:\.|$)/,
  /\.env$/,
  /settings?\b/,
  /^parameters?\b/,
  /^local\b/,
  /^env\.php/,
  /^databases?\b/,
  /^db\b/,
  /connect/,
  /credential/,
  /secret/,
  /^\.?my\.cnf/,
  /^password\.php/,
  /^(?:auth|composer-auth)\.json/,
  /^\.npmrc/,
  /^services\.(?:php|ya?ml|xml|json)/,
  /^(?:secrets?|security)\.(?:php|ya?ml|xml|json)/,
];

/** Folders on the way to a file that hold such files. */
const folders = /(?:^|\/)(?:config|conf|etc|\.aws|\.ssh|credentials|secrets)\//;

/** Files of nothing but secrets, whatever their form. */
const wholly =
  /^(?:\.htpasswd|\.htdigest|\.pgpass|\.netrc|_netrc|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519))(?!\.pub)/;

/** Of words for people: `en-GB.com_config.ini` gives everything with `PASSWORD` in its name a value. */
const language = /^[a-z]{2,3}-[a-z]{2}\.[\w.-]*ini$/;

export function mayHoldSecrets(path: string): boolean {
  const lower = path.toLowerCase();
  const name = nameOf(lower);
  if (language.test(name)) return false;
  return isWhollySecret(path) || folders.test(lower) || files.some((file) => file.test(name));
}

export function isWhollySecret(path: string): boolean {
  return wholly.test(nameOf(path.toLowerCase()));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const secrets: readonly RegExp[] = [
  /passw|pwd|passphrase|passhash|secret|token|credential|private|salt/,
  // dbpass, ftp_pass, AUTH_KEY, the IV of a cookie, the password of a Redis server.
  /(?:pass|pw|key|keys|iv|auth|dsn)$/,
  /user(?:name|id)?$|^login$|^usr$|^uid$/,
  /(?:database|redis|mailer|mongo|amqp|db).*ur[li]$/,
];

/** Is what stands under this name a secret? As in PHP, INI, JSON, YAML or XML, in any spelling: `dbPass`, `DB_PASS`, `db-pass`. */
export function isSecretName(name: string): boolean {
  const letters = name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  return secrets.some((secret) => secret.test(letters));
}
