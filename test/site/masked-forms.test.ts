// Nothing secret is seen, in whatever form it stands in a file; and what is no secret is still worth looking at.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskBytes, maskSecrets } from '../../src/site/mask-secrets.ts';
import { mask } from '../../src/site/range.ts';
import { forms, hiddenWord } from './secret-forms.ts';

test.each(forms)('%s: %j', (path, text) => {
  expect(maskSecrets(path, text, []).text).not.toContain(hiddenWord);
});

/** Lines that may stand around, of the kinds of text the forms are of. */
const around = (path: string): readonly string[] =>
  /php|inc/.test(path) ? ["// don't", '/* it\'s "so" */', "$a = 'b';", '$c = "d\'e";', '', 'if ($x) {', '}'] : [''];

test('nor whatever the secret is, and whatever stands around it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...forms),
      fc.stringMatching(/^[a-zA-Z0-9]{5,20}$/).map((word) => `Zq${word}`),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.constantFrom('\n', '\r\n'),
      ([path, text], word, picks, lineEnd) => {
        const lines = around(path);
        const noise = picks.map((pick) => lines[pick % lines.length] ?? '');
        const isAlone = noise.length === 0 || !/php|inc/.test(path);
        const whole = isAlone
          ? [...noise, text]
          : ['<?php', ...noise, ...(text.startsWith('<?php\n') ? [text.slice(6)] : ['?>', text])];
        const shown = maskSecrets(path, whole.join('\n').replaceAll('\n', lineEnd).replaceAll(hiddenWord, word), []);
        expect(shown.text).not.toContain(word);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a password between quotes is masked, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 4, maxLength: 40 }), (password) => {
      const php = password.replaceAll(/['\\]/g, '\\$&');
      const code = maskSecrets('configuration.php', `<?php $password = '${php}';\n$db = 'kept';`, []);
      expect([`'${mask}';`, mask]).toContain(code.text.slice('<?php $password = '.length, -"\n$db = 'kept';".length));
      const json = maskSecrets('databases.json', `{"dbpass": ${JSON.stringify(password)},\n"dbname": "kept"}`, []);
      expect([`"${mask}",`, mask]).toContain(json.text.slice('{"dbpass": '.length, -'\n"dbname": "kept"}'.length));
    }),
  );
});

describe('a secret that is known', () => {
  const secret = 'pässwörd-1234';
  const utf8 = Buffer.from(secret);

  test.each([
    ['as it is', secret],
    ['in PHP’s JSON', 'p\\u00e4ssw\\u00f6rd-1234'],
    ['read as Windows-1252', new TextDecoder('windows-1252').decode(utf8)],
    ['in hex', utf8.toString('hex')],
    ['in large hex', utf8.toString('hex').toUpperCase()],
    ['in base64', utf8.toString('base64')],
    ['in a URL', encodeURIComponent(secret)],
  ])('is masked %s', (_, spelled) => {
    const { text } = maskSecrets('notes.txt', `it is ${spelled}!`, [secret]);
    expect(text).toMatch(/^it is •+=*!$/);
  });

  test.each([
    ['UTF-8', utf8],
    ['Windows-1252', Buffer.from(secret, 'latin1')],
    ['UTF-16 LE', Buffer.from(secret, 'utf16le')],
    ['UTF-16 BE', Buffer.from(secret, 'utf16le').swap16()],
  ])('is masked among bytes, in %s', (_, spelled) => {
    const shown = maskBytes(new Uint8Array([0, 1, ...spelled, 3]), [secret]);
    expect(shown).toEqual({
      bytes: new Uint8Array([0, 1, ...Array.from(spelled, () => 0x2a), 3]),
      isMasked: true,
    });
  });

  test('of a user is masked in the log of errors', () => {
    expect(maskSecrets('error_log', "Access denied for user 'db77'@'localhost'", ['db77']).text).toBe(
      `Access denied for user '${mask}'@'localhost'`,
    );
  });
});

describe('what is no secret is shown:', () => {
  test.each([
    [
      'index.php',
      `<?php
/** Front controller. The user is asked for a password by the login page. */
define('_JEXEC', 1);
if (file_exists(__DIR__ . '/defines.php')) { include_once __DIR__ . '/defines.php'; }
$app = JFactory::getApplication('site', array('a', 'b', 'c'));
$user = $app->getUser('Guest'); $key = 'id';
$password = $input->getString('password', '');
if ($user->password === $password) { echo JText::_('JGLOBAL_PASSWORD'); }
?><input type="password" name="password" id="mod-passwd" placeholder="Password">`,
    ],
    [
      'README.md',
      `# Site
Set the password: it is in the manual. Users, keys and tokens are explained at https://example.org/a:b@c.
- user: anyone
- Password reset: see below.`,
    ],
    [
      'media/app.js',
      `const form = { username: 'Name', onlogin() { return fetch("/login?token=1", { key: 'value' }) } };`,
    ],
    ['page.html', '<label>Password: <input name="password" type="password" value="Type it here"></label>'],
    ['dump.sql', "INSERT INTO users (user, password) VALUES ('admin', '$2y$10$hash');\n-- password=none"],
    ['language/en-GB/com_config.ini', 'COM_CONFIG_FIELD_PASSWORD="Password"'],
  ])('%s', (path, text) => {
    expect(maskSecrets(path, text, [])).toEqual({ text, isMasked: false });
  });

  test('in settings, what comes before and behind', () => {
    const lines = ['<?php', "$sitename = 'My site';", "$password = 'x';", "$host = 'localhost';", '$debug = true;'];
    const { text } = maskSecrets('configuration.php', lines.join('\n'), []);
    expect(text.split('\n')).toEqual(lines.with(2, `$password = '${mask}';`));
  });
});

test.each([
  'db',
  '-----BEGIN PRIVATE KEY',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN A',
  '-----BEGIN A ',
  '://a:b',
  '://a:b@',
  'password=<<<A\n',
  'password=\n',
  'password: |\n a\n',
  'password\\\n',
  'password=[',
  'connect(',
  "connect('a',",
  "['a',",
  'password ',
  `password${' '.repeat(1000)}`,
  '<password>',
  '<a "',
  "<password a='",
  '"',
  "password='",
  'password=(',
  '//a?><?',
  '\\u0061',
  '1234 ',
  'a ',
  'value=',
])('%j, however often, takes no time', (piece) => {
  const text = piece.repeat(Math.ceil(270_000 / piece.length));
  const startMs = performance.now();
  for (const path of ['config.php', 'config.xml', 'config.ini', 'a.php', 'a.txt'])
    maskSecrets(path, text, ['a', 'password']);
  expect(performance.now() - startMs).toBeLessThan(5 * 2000);
});
