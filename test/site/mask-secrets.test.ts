// Passwords and keys in the text of a site's files: in every form they stand in there, and in forms made to hide them.
import { describe, expect, test } from 'vitest';
import { secretsInList } from '../../src/site/known-secrets.ts';
import { maskSecrets } from '../../src/site/mask-secrets.ts';
import { mask } from '../../src/site/range.ts';
import { mayHoldSecrets } from '../../src/site/secret-files.ts';
import { isSecretName } from '../../src/site/secret-names.ts';

/** In the samples every secret begins like this, and nothing else does. */
const secret = /hunter\d/i;

const samples: readonly (readonly [path: string, text: string, kept: string])[] = [
  [
    'configuration.php',
    `<?php
class JConfig {
	public $sitename = 'My site';
	public $host = 'localhost';
	public $user = 'hunter1';
	public $password = 'hunter2\\'s "own"; hunter3';
	public $db = 'joomla_db';
	public $secret = "hunter4";
	public $smtpuser = 'hunter5'; public $smtppass='hunter6';
	var $ftp_pass = 'hunter7';
	public $redis_server_auth = 'hunter8';
	public $caching = 0;
}`,
    "public $sitename = 'My site'",
  ],
  [
    'wp-config.php',
    `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'hunter1' );
define('DB_PASSWORD','hunter2');
define( "AUTH_KEY",  'hunter3 -;,)(*' );
define( 'SECURE_AUTH_SALT', 'hunter4' . 'hunter5' );
define( 'NONCE_KEY', <<<'EOT'
hunter6
EOT
);
$table_prefix = 'wp_';`,
    "define( 'DB_NAME', 'wordpress' );",
  ],
  [
    'wp-config.php.bak',
    "// don't\ndefine('DB_PASSWORD', 'hunter1'); // don't\ndefine('DB_USER', 'hunter2');",
    "// don't\n",
  ],
  [
    'wp-config.php~',
    "$a = array('password' => 'hunter1' // don't\n, 'username' => 'hunter2',\n'name' => 'kept');",
    "'name' => 'kept'",
  ],
  [
    '.env',
    'APP_NAME=kept\nexport DB_PASSWORD=hunter1 hunter2\nDB_USERNAME="hunter3"\nAPP_KEY=base64:hunter4==\nDATABASE_URL=mysql://hunter5:hunter6@db/x\nMAIL_PASSWORD="hunter7\nhunter8"\nDEBUG=false',
    'APP_NAME=kept',
  ],
  ['.env.local', 'SENTRY=https://hunter1:hunter2@sentry.example/3', '@sentry.example/3'],
  [
    'installation/sql/databases.json',
    '{"site.sql": {"dbname": "kept", "dbuser": "hunter1", "dbpass":\n"hunter2\\"hunter3",\n"prefix": "jos_"}}',
    '"prefix": "jos_"',
  ],
  ['installation/sql/databases.json', '{"site.sql": {"dbname": "kept", "dbpass" : "hunter1', '"dbname": "kept"'],
  [
    'installation/sql/databases.ini',
    '[site.sql]\ndbname = "kept"\ndbuser = "hunter1"\r\ndbpass = "hunter2\\"hunter3"\nprefix = "jos_"',
    'dbname = "kept"',
  ],
  ['installation/password.php', "<?php define('AKEEBA_PASSHASH', 'hunter1:hunter2');", '<?php define'],
  [
    'sites/default/settings.php',
    "$databases['default']['default'] = [\n 'database' => 'kept',\n 'username' => 'hunter1',\n 'password' => 'hunter2',\n];\n$settings['hash_salt'] = 'hunter3';",
    "'database' => 'kept'",
  ],
  [
    'app/etc/local.xml',
    '<?xml version="1.0"?><config><crypt><key><![CDATA[hunter1</key>]]></key></crypt><username>hunter2</username>\n<password attr="x">\nhunter3\n</password><dbname>kept</dbname></config>',
    '<dbname>kept</dbname>',
  ],
  [
    'app/etc/env.php',
    "<?php return ['crypt' => ['key' => 'hunter1'],\n'db' => ['username' => 'hunter2', 'password' => getenv('hunter3') ?: 'hunter4',\n'dbname' => 'kept']];",
    "'dbname' => 'kept'",
  ],
  [
    'app/config/parameters.yml',
    'parameters:\n    database_name: kept\n    database_password: hunter1\n    mailer_password: "hunter2"\n    secret: |\n        hunter3\n        hunter4\n    locale: en',
    'locale: en',
  ],
  ['app/config/db.yaml', "db: { user: hunter1, password: 'hunter2' }\nname: kept", 'name: kept'],
  [
    'web.config',
    '<add name="password" value="hunter1" /><add connectionString="Server=x;Password=hunter2;User ID=y"/><item key="api_key">hunter3</item><a b="kept"/>',
    'b="kept"',
  ],
  [
    'inc/config.inc.php',
    "$cfg['Servers'][1]['password'] =\n  'hunter1'\n  . 'hunter2';\n$pin_pass = 4711;\n$dbname = 'kept';",
    "$dbname = 'kept'",
  ],
  ['config.js', 'module.exports = { apiKey: `hunter1`, "secretKey": "hunter2",\nport: 80, host: "kept" }', '"kept"'],
  ['.htpasswd', 'hunter1:$apr1$hunter2', ''],
  ['.ssh/id_rsa', 'hunter1\nhunter2', ''],
  ['anything.txt', 'kept\n-----BEGIN RSA PRIVATE KEY-----\nhunter1\n-----END RSA PRIVATE KEY-----\n', '-----END RSA'],
  ['anything.txt', 'kept\n-----BEGIN PRIVATE KEY-----\nhunter1', 'kept'],
];

test.each(samples)('%s, case %#: nothing secret is left, and the rest is', (path, text, kept) => {
  const found = maskSecrets(path, text, []);
  expect(found.isMasked).toBe(true);
  expect(found.text).not.toMatch(secret);
  expect(found.text).toContain(mask);
  expect(found.text).toContain(kept);
});

describe('what is left alone:', () => {
  test.each([
    ['configuration.php', "public $password = '';"],
    ['configuration.php', 'public $smtpauth = false;'],
    ['.env', 'DB_PASSWORD=\nDB_HOST=localhost'],
    ['config.php', '$password = $given;'],
    ['config.php', 'return self::password;'],
    ['language/en-GB/en-GB.com_config.ini', 'COM_CONFIG_PASSWORD="Password"'],
    ['administrator/index.php', "$password = $input->get('password'); if ($password == '') return;"],
    ['administrator/index.php', "$title = 'a'; $user = 'Guest'; $x = array('a', 'b', 'c');"],
    ['administrator/index.php', '<?php ?><input type="password" name="password" value=""><label>Password:</label>'],
    ['dump.sql', "INSERT INTO users VALUES (1, 'admin', '$2y$10$hash');"],
    ['readme.txt', 'https://user@example.org/ and 12:30 @ noon'],
  ])('%s: %s', (path, text) => {
    expect(maskSecrets(path, text, [])).toEqual({ text, isMasked: false });
  });
});

describe('the password of the database', () => {
  const list = JSON.stringify({ 'site.sql': { dbpass: 'hunter1/"&\'\\x', dbuser: 'u' }, 'b.sql': { dbpass: 'short' } });

  test('is masked wherever it stands, however it is spelled', () => {
    const known = secretsInList(list, 'json').secrets;
    for (const spelled of [
      'hunter1/"&\'\\x',
      'hunter1/"&\\\'\\\\x',
      'hunter1\\/\\"&\'\\\\x',
      "hunter1/&quot;&amp;'\\x",
      encodeURIComponent('hunter1/"&\'\\x'),
    ])
      expect(maskSecrets('notes.txt', `it is ${spelled}, is it?`, known).text, spelled).toBe(`it is ${mask}, is it?`);
  });

  test('that is short is masked as a word of its own', () => {
    const known = secretsInList(list, 'json').secrets;
    expect(known).toContain('short');
    expect(maskSecrets('notes.txt', 'a short one, shortly (short)', known).text).toBe(
      `a ${mask} one, shortly (${mask})`,
    );
  });

  test('is found in a list that is cut or makes no sense, which is said to be incomplete', () => {
    const cut = '{"site.sql": {"dbuser": "me", "dbpass": "a\\"b", "tables": ["#__a", ';
    expect(secretsInList(cut, 'json')).toEqual({ secrets: ['me', 'a"b'], isComplete: false });
    for (const text of ['', '{']) expect(secretsInList(text, 'json').isComplete).toBe(false);
  });

  test('of very many is not searched for all, which is said', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`${at}`, { dbpass: `password-${at}` }]));
    expect(secretsInList(JSON.stringify(many), 'json').isComplete).toBe(false);
  });

  test('is read from old lists too, and from none that makes no sense', () => {
    expect(secretsInList('[site.sql]\ndbpass = "hunter1-long"', 'ini').secrets).toContain('hunter1-long');
    for (const text of ['null', '[1]', '{"a": null}', '{"a": {"dbpass": 12345678}}'])
      expect(secretsInList(text, 'json')).toEqual({ secrets: [], isComplete: true });
    expect(() => secretsInList('{"a": {"dbpass": "\\ud800 is no letter"}}', 'json')).not.toThrow();
  });
});

test.each([
  'dbPass',
  'DB_PASSWORD',
  'db-password',
  'ftp_pass',
  '_COOKIE_KEY_',
  'smtppass',
  'secret',
  'hash_salt',
  'user',
])('%s is the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(['sitename', 'host', 'db', 'dbname', 'prefix', 'compass_x', 'users', 'keyboard'])('%s is not', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each([
  'configuration.php',
  'sub/configuration.php-dist',
  'wp-config-sample.php',
  'old/wp-config.php.save',
  '.env.production',
  'sites/default/settings.local.php',
  'app/config/parameters.yml',
  'config/autoload/x.php',
  'includes/db_connect.php',
])('%s may hold secrets', (path) => {
  expect(mayHoldSecrets(path)).toBe(true);
});
