// Which files of a site are likely to hold passwords and keys: by their names. Rather a file too many than one too few, as what
// is masked needlessly can still be saved and looked at.

/** By the last part of a path, in lower case. */
const files: readonly RegExp[] = [
  /config/,
  /(?:^|[._-])env(?:rc)?(?:[._-]|$)/,
  /settings?\b/,
  /^parameters?\b/,
  /^local\b/,
  /^databases?\b/,
  /^db\b/,
  /^dbs?[._-]/,
  /connect/,
  /credential/,
  /secret/,
  /salt/,
  /pass(?:w|\b)/,
  /\.(?:cnf|conf|ini|ya?ml|properties|tfvars|toml|ppk)\b/,
  /^\.ht(?:access|config)/,
  /compose\b.*\.ya?ml/,
  /^wp-cli\b/,
  /s?ftp\b/,
  /^(?:auth|composer-auth)\.json/,
  /^\.(?:npmrc|yarnrc|s3cfg|boto|dockercfg|my\.cnf|pypirc)/,
  /^(?:services|security)\.(?:php|ya?ml|xml|json)/,
];

/** Folders on the way to a file that hold such files. */
const folders = /(?:^|\/)(?:config|conf|etc|\.aws|\.ssh|\.vscode|\.idea|\.docker|\.kube|credentials|secrets)\//;

/** Files of nothing but secrets, whatever their form. */
const wholly =
  /^(?:\.htpasswd|\.htdigest|\.pgpass|\.netrc|_netrc|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519))(?!\.pub)/;

/** Words for people, `en-GB.com_config.ini`, have names with `PASSWORD` in them; a dump has what the database had. */
const language = /^[a-z]{2,3}-[a-z]{2}\.[\w.-]*ini$|(?:^|\/)languages?\/[a-z]{2,3}-[a-z]{2}\/[^/]*\.ini$/;
const dump = /\.(?:sql|s\d{2,7})$/;

export function mayHoldSecrets(path: string): boolean {
  if (isOfOtherPeople(path)) return false;
  const lower = plainPath(path);
  return isWhollySecret(path) || folders.test(lower) || files.some((file) => file.test(nameOf(lower)));
}

/** A file in which names like `PASSWORD` stand for something else than a password of the site. */
export function isOfOtherPeople(path: string): boolean {
  const lower = plainPath(path);
  return language.test(nameOf(lower)) || language.test(lower) || dump.test(lower);
}

export function isWhollySecret(path: string): boolean {
  return wholly.test(nameOf(plainPath(path)));
}

/** In lower case, with slashes. */
function plainPath(path: string): string {
  return path.replaceAll('\\', '/').toLowerCase();
}

export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

export type Form = 'code' | 'lines' | 'xml';

/** By the name of the file alone, not of the folders it is in; a text that begins like code or XML is that. */
export function formOf(path: string, text: string): Form {
  const name = nameOf(path);
  // `; <?php exit; ?>` keeps an INI file from being looked at through the web.
  if (/\.ini\b/i.test(name)) return 'lines';
  if (/\.(?:php\d?|phtml|inc|py|rb|pl|java|cs|go|aspx?|jsp|[cm]?[jt]s|json5?|phar)(?:\W|_|$)/i.test(name))
    return 'code';
  const start = text.slice(0, 500);
  if (/^\ufeff?\s*(?:<\?(?!xml)|[{[]\s*["{[])/.test(start)) return 'code';
  return /\.(?:xml|html?|svg)(?:\W|$)/i.test(name) || /^\ufeff?\s*</.test(start) ? 'xml' : 'lines';
}
