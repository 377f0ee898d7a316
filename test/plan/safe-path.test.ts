import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../src/archive/entry.ts';
import { isDeep, isLong, isOutOfReach, isSafeComponent, safePath, withName } from '../../src/plan/safe-path.ts';
import type { NameChange } from '../../src/problems/issue.ts';

const formats = ['jpa', 'jps', 'zip'] as const;

/** With what is left of each where its `..` are dropped. */
const outside: readonly (readonly [path: string, left: readonly string[]])[] = [
  ['..', []],
  ['../evil.php', ['evil.php']],
  ['a/../../evil.php', ['a', 'evil.php']],
  ['a/b/../c', ['a', 'b', 'c']],
  ['../evil/../target/x.php', ['evil', 'target', 'x.php']],
  ['/../x', ['x']],
  ['./..', []],
  ['../', []],
  ['a/..', ['a']],
  ['a//..//b', ['a', 'b']],
  ['../_outside/x', ['_outside', 'x']],
  ['C:/../x', ['C_', 'x']],
  ['../C:/x', ['C_', 'x']],
  ['..\0/../x', ['.._', 'x']],
  ['../old.txt\0zzz', ['old.txt_zzz']],
  ['../\ud800', ['\ufffd']],
  ['../．．/x', ['_．．', 'x']],
];

const outsideInZip: typeof outside = [
  ['..\\..\\evil.php', ['evil.php']],
  ['a\\..\\b', ['a', 'b']],
  ['..\\x', ['x']],
  ['a/..\\b', ['a', 'b']],
  ['\\..', []],
];

describe('N-01, N-02, N-03, N-06: a path that would leave the folder is outside, and what is left of it below _outside', () => {
  const verdict = (left: readonly string[]): unknown => ({
    is: 'outside',
    path: left.length === 0 ? null : ['_outside', ...left],
  });

  test.each(outside)('%j', (path, left) => {
    for (const format of formats) expect(safePath(path, format)).toEqual(verdict(left));
  });

  test.each(outsideInZip)('%j in a ZIP', (path, left) => {
    expect(safePath(path, 'zip')).toEqual(verdict(left));
  });

  test('a backslash of a JPA belongs to a name here too', () => {
    expect(safePath('../a\\..\\b', 'jpa')).toEqual(verdict(['a_.._b']));
  });
});

describe('a path of nothing but the folder itself is its root', () => {
  test.each(['', '/', '///', '.', './', '././/.'])('%j', (path) => {
    for (const format of formats) expect(safePath(path, format)).toEqual({ is: 'root' });
  });
});

interface Row {
  readonly of: string;
  readonly path: string;
  readonly components: readonly string[];
  readonly change?: NameChange;
  readonly only?: Format;
}

const rows: readonly Row[] = [
  { of: 'a plain path', path: 'a/b.txt', components: ['a', 'b.txt'] },
  { of: 'a folder', path: 'a/b/', components: ['a', 'b'] },
  { of: 'empty segments', path: 'a//b', components: ['a', 'b'] },
  { of: 'dot segments', path: './a/./b', components: ['a', 'b'] },
  { of: 'dots that are names', path: '.htaccess/...', components: ['.htaccess', '...'] },
  { of: 'names beginning with two dots', path: '..a/b..', components: ['..a', 'b..'] },
  { of: 'N-04: an absolute path', path: '/etc/passwd', components: ['etc', 'passwd'], change: 'absolute' },
  { of: 'N-04: a server share', path: '//srv/x', components: ['srv', 'x'], change: 'absolute' },
  { of: 'N-05: a drive', path: 'C:/x', components: ['C_', 'x'], change: 'drive-letter' },
  { of: 'a drive without a slash', path: 'c:x', components: ['c_x'], change: 'drive-letter' },
  { of: 'a drive behind a slash', path: '/C:/x', components: ['C_', 'x'], change: 'drive-letter' },
  { of: 'a drive and two dots', path: 'C:..', components: ['C_..'], change: 'drive-letter' },
  { of: 'N-12: a data stream', path: 'index.php:hidden', components: ['index.php:hidden'] },
  {
    of: 'N-08: NUL before an extension',
    path: 'evil.php\0.jpg',
    components: ['evil.php_.jpg'],
    change: 'control-character',
  },
  { of: 'N-08: NUL behind a name', path: 'old.txt\0zzz', components: ['old.txt_zzz'], change: 'control-character' },
  { of: 'NUL behind two dots', path: '..\0/x', components: ['.._', 'x'], change: 'control-character' },
  { of: 'nothing but NUL', path: '\0', components: ['_'], change: 'control-character' },
  { of: 'N-07: percent forms', path: '%2e%2e/x', components: ['%2e%2e', 'x'] },
  { of: 'N-07: two fullwidth dots', path: '．．/x', components: ['_．．', 'x'], change: 'looks-like-dots' },
  { of: 'one fullwidth dot', path: 'a/．', components: ['a', '_．'], change: 'looks-like-dots' },
  { of: 'a two dot leader', path: '‥/x', components: ['_‥', 'x'], change: 'looks-like-dots' },
  { of: 'mixed dots', path: 'a/.․', components: ['a', '_.․'], change: 'looks-like-dots' },
  { of: 'an ellipsis, which is a name', path: '…/x', components: ['…', 'x'] },
  { of: 'N-33: prototype names', path: '__proto__/constructor', components: ['__proto__', 'constructor'] },
  { of: 'N-34: markup', path: '<img src=x>.php', components: ['<img src=x>.php'] },
  { of: 'N-18: an unpaired high surrogate', path: 'a\ud800b', components: ['a\ufffdb'], change: 'bad-encoding' },
  { of: 'N-18: an unpaired low surrogate', path: 'x/\udc00', components: ['x', '\ufffd'], change: 'bad-encoding' },
  { of: 'a paired surrogate', path: '😀', components: ['😀'] },
  { of: 'a combining form, left as it is', path: 'e\u0301', components: ['e\u0301'] },
  { of: 'N-06: backslashes in a ZIP', path: 'a\\b\\c', components: ['a', 'b', 'c'], change: 'backslash', only: 'zip' },
  { of: 'a share in a ZIP', path: '\\\\srv\\x', components: ['srv', 'x'], change: 'absolute', only: 'zip' },
  {
    of: 'N-05: a long-path drive',
    path: '\\\\?\\C:\\x',
    components: ['?', 'C:', 'x'],
    change: 'absolute',
    only: 'zip',
  },
  {
    of: 'N-06: backslashes in a JPA',
    path: 'back\\slash',
    components: ['back_slash'],
    change: 'backslash',
    only: 'jpa',
  },
  { of: 'backslashes in a JPS', path: '..\\x', components: ['.._x'], change: 'backslash', only: 'jps' },
];

describe('what can be delivered comes out in checked components', () => {
  test.each(rows)('$of: $path', ({ path, components, change = null, only }) => {
    for (const format of only === undefined ? formats : [only])
      expect(safePath(path, format)).toEqual({ is: 'safe', path: components, change });
  });

  test('a name of the longest length a header can state', () => {
    const name = 'n'.repeat(65_535);
    expect(safePath(name, 'jpa')).toEqual({ is: 'safe', path: [name], change: null });
  });

  test('N-29: 254 folders within each other; one more is safe too, but deep', () => {
    const path = `${'a/'.repeat(254)}x`;
    for (const [deeper, isTooDeep] of [
      ['', false],
      ['a/', true],
    ] as const) {
      const verdict = safePath(deeper + path, 'jpa');
      expect(verdict.is === 'safe' && isDeep(verdict.path)).toBe(isTooDeep);
    }
  });
});

test.each([
  ['a', 16, 3072, false],
  ['a', 16, 3073, true],
  ['\u00e9', 16, 3072, false],
  ['\u00e9', 16, 3073, true],
  ['\u20ac', 16, 3072, false],
  ['\u20ac', 16, 3073, true],
  ['\u{1f600}', 16, 3072, false],
  ['\u{1f600}', 16, 3073, true],
  ['a', 1, 3072, false],
  ['a', 1, 3073, true],
])(
  'N-29: of characters like %s, in %d components and %d bytes, a path is too long: %s',
  (character, count, size, isIt) => {
    const { length } = new TextEncoder().encode(character);
    const folders = `${character.repeat(Math.floor(100 / length))}/`.repeat(count - 1);
    const left = size - new TextEncoder().encode(folders).length;
    const name = 'x'.repeat(left % length) + character.repeat(Math.floor(left / length));
    const verdict = safePath(folders + name, 'jpa');
    if (verdict.is !== 'safe') throw new Error('it is not safe');
    expect([isLong(verdict.path), isOutOfReach(verdict.path), isDeep(verdict.path)]).toEqual([isIt, isIt, false]);
  },
);

/** As simple as can be, and not made of the code under test. */
function isHarmless(component: string): boolean {
  const folded = component.normalize('NFKC');
  if (['', '.', '..'].includes(component) || ['.', '..'].includes(folded)) return false;
  for (const character of component) {
    if ('/\\\0'.includes(character)) return false;
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) return false;
  }
  return true;
}

const pieces = [
  '..',
  '.',
  '/',
  '\\',
  '\0',
  'a',
  'C:',
  '．',
  '‥',
  '．．',
  '․',
  '\ud800',
  '\udfff',
  'é',
  '%2e',
  '😀',
  ' ',
];
const anyPath = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

test('for any string at all, what can be delivered holds only harmless components', () => {
  fc.assert(
    fc.property(anyPath, fc.constantFrom(...formats), (path, format) => {
      const verdict = safePath(path, format);
      if (verdict.is === 'root' || verdict.path === null) return;
      expect(verdict.path.length).toBeGreaterThan(verdict.is === 'outside' ? 1 : 0);
      if (verdict.is === 'outside') expect(verdict.path[0]).toBe('_outside');
      expect(verdict.path.filter((component) => !isHarmless(component))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('for any string at all, a segment of two dots means outside, and nothing else does', () => {
  fc.assert(
    fc.property(anyPath, fc.constantFrom(...formats), (path, format) => {
      const hasDots = path.split(format === 'zip' ? /[/\\]/ : '/').includes('..');
      expect(safePath(path, format).is === 'outside').toBe(hasDots);
    }),
    { numRuns: 2000 },
  );
});

test.each(['', '.', '..', 'a/b', 'a\\b', 'a\0b'])('%j is no component to put into a safe path', (name) => {
  expect(isSafeComponent(name)).toBe(false);
  const verdict = safePath('a/b', 'jpa');
  if (verdict.is !== 'safe') throw new Error('not safe');
  expect(() => withName(verdict.path, 1, name)).toThrow('not a safe component');
});

test('one component can be changed for another', () => {
  const verdict = safePath('a/b/c', 'jpa');
  if (verdict.is !== 'safe') throw new Error('not safe');
  expect(withName(verdict.path, 1, 'b (2)')).toEqual(['a', 'b (2)', 'c']);
});
