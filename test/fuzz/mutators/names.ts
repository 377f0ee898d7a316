// Names that lead out, or that folders, browsers and other systems take for something else.
import { toBytes } from '../../support/byte-writer.ts';
import { mutant, type Mutator } from './mutator.ts';

const deep = 'a/'.repeat(2000);
const long = `${'b'.repeat(240)}/`.repeat(20);

export const hostileNames: readonly (string | Uint8Array)[] = [
  ...[
    '../evil.php',
    'a/../../evil.php',
    'a/b/../c',
    '../evil/../target/x',
    '/etc/passwd',
    '//srv/x',
    '\\\\srv\\share\\x',
  ],
  ...[
    'C:/x',
    'C:x',
    '\\\\?\\C:\\x',
    '..\\..\\evil.php',
    '%2e%2e/x',
    '．．/x',
    '‥',
    '…',
    'evil.php\0.jpg',
    'd/é.txt\0zzz',
  ],
  ...['', '/', '///', '.', './a', 'a/./b', 'a//b', '..', 'CON', 'con.txt', 'aux.h', 'NUL.tar.gz', 'COM¹', 'CONIN$'],
  ...['index.php:hidden', 'index.php::$DATA', 'a.', 'a ', 'a. .', '...', ' a', 'config.php~', '~$doc.docx', '.#lock'],
  ...['en-GB.ini', '.user.ini', 'x.lnk', 'desktop.ini', 'Thumbs.db', 'a\nb', 'a\u001b[2Jb', 'invoice_\u202egnp.exe'],
  ...[
    'in\u200bdex.php',
    'іndex.php',
    'd/e\u0301.txt',
    'D/É.TXT',
    'STORED',
    'd',
    'd/é.txt',
    'd/é.txt/x',
    'empty/x/y',
    'link/x',
  ],
  ...[
    'PROGRA~1',
    'x'.repeat(248),
    'é'.repeat(125),
    'x'.repeat(256),
    deep,
    `${deep}x`,
    long,
    `${long}x`,
    'a.php.crswap',
  ],
  ...[
    'unstow-refused-names.zip',
    '__proto__',
    'constructor',
    'toString/x',
    '__proto__/polluted',
    '<img src=x onerror=alert(1)>',
  ],
  ...['=HYPERLINK("http://x")', "a'; rm -rf ~; '.ini", '$(reboot)', '`reboot`', '%PATH%', '\ud7ff\ue000'],
  ...[Uint8Array.of(0x66, 0xff, 0x2e), Uint8Array.of(0xc0, 0xae, 0xc0, 0xae, 0x2f), Uint8Array.of(0xed, 0xa0, 0x80)],
];

export const rename: Mutator = (seed, random) => {
  const name = random.pick(hostileNames);
  const at = random.below(seed.paths.length);
  const path = toBytes(name);
  // A header cannot hold more.
  if (seed.format === 'jps' && path.length > 60_000) return null;
  return mutant(seed, seed.renamed(at, path), `entry ${at} is called ${JSON.stringify(String(name)).slice(0, 60)}`);
};
