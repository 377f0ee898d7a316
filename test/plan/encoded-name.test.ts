// A refused name is changed as little as can be, so that it can be read, and undone where nothing was cut off.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodedName } from '../../src/plan/encoded-name.ts';
import { isNameAllowed, longestWritableName, nameSize } from '../support/fake-names.ts';

const refuses = (name: string): boolean =>
  !isNameAllowed(name, 'browser-windows') || nameSize(name) > longestWritableName;

function encoded(name: string): string {
  const made = encodedName(name, refuses);
  if (made === null) throw new Error(`nothing became of ${name}`);
  return made;
}

test.each([
  ['a character', 'a:b', 'a%3Ab'],
  ['every one of them', 'a?b*c?', 'a%3Fb%2Ac%3F'],
  ['a character of several bytes', 'in\u200bdex.php', 'in%E2%80%8Bdex.php'],
  ['a space at the end', 'a ', 'a%20'],
  ['a dot at the end', 'a. .', 'a. %2E'],
  ['a tilde at the start', '~$report.docx', '%7E%24report.docx'],
  ['a tilde at the end', 'config.php~', 'config.php%7E'],
  ['two dots at the start', '..a', '%2E%2Ea'],
  ['an extension', 'en-GB.ini', 'en-GB%2Eini'],
  ['an extension that is all of the name', '.ini', '%2Eini'],
  ['a device', 'con', '%63on'],
  ['a device before a dot', 'AUX.h', '%41UX.h'],
  ['the file of a file manager', 'Thumbs.db', '%54humbs.db'],
  ['a percent sign in a name that is changed', '100%: yes', '100%25%3A yes'],
  ['what is odd in two ways', 'con:.ini', 'con%3A%2Eini'],
])('%s', (_, name, expected) => {
  expect(encoded(name)).toBe(expected);
  expect(decodeURIComponent(expected)).toBe(name);
});

describe('N-28: a name that is too long', () => {
  test.each([
    ['of ASCII', `${'n'.repeat(300)}.php`],
    ['of characters of two bytes', 'é'.repeat(200)],
    ['of characters of four bytes', `${'😀'.repeat(200)}.php`],
    ['of the longest path a header can state', 'n'.repeat(65_535)],
    ['with an extension that is too long itself', `n.${'e'.repeat(300)}`],
    ['that becomes too long when it is encoded', `${':'.repeat(200)}.php`],
  ])('%s is cut between characters, and keeps its extension where there is one', (_, name) => {
    const made = encoded(name);
    expect(nameSize(made)).toBeLessThanOrEqual(longestWritableName);
    expect(made.isWellFormed()).toBe(true);
    expect(made).toMatch(name.endsWith('.php') ? /~[0-9a-f]{8}\.php$/ : /~[0-9a-f]{8}$/);
    expect(made).not.toMatch(/%.?~/);
  });

  test('differs from another that begins alike', () => {
    expect(encoded(`${'n'.repeat(300)}1`)).not.toBe(encoded(`${'n'.repeat(300)}2`));
  });

  test.each([248, 249, 255, 256])('of %d bytes', (length) => {
    expect(encoded('n'.repeat(length)) === 'n'.repeat(length)).toBe(length <= 248);
  });
});

const piece = fc.constantFrom('a', 'con', '.', '~', ' ', ':', '%', '.ini', '\u202e', 'é', '😀', '1', '$', '-');
const anyName = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((name) => !/[/\\\0]/.test(name)),
);

test('whatever the name, what becomes of it is accepted, and can be undone', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      if (!refuses(name)) return;
      const made = encoded(name);
      expect(refuses(made)).toBe(false);
      if (nameSize(made) < 200) expect(decodeURIComponent(made)).toBe(name);
    }),
    { numRuns: 2000 },
  );
});

test('two names never become one', () => {
  fc.assert(
    fc.property(anyName, anyName, (first, second) => {
      if (first === second || !refuses(first) || !refuses(second)) return;
      expect(encoded(first)).not.toBe(encoded(second));
    }),
    { numRuns: 2000 },
  );
});

test('a folder that takes no name at all gets none', () => {
  expect(encodedName('a', () => true)).toBeNull();
});
