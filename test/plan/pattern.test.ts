// Patterns against what PHP itself answers (fnmatch/record.php), and against what somebody types to hold the page up.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { matcherOf, matches, parsePattern, patternsIn } from '../../src/plan/pattern.ts';

interface Answer {
  readonly pattern: string;
  readonly takes: readonly string[];
  readonly leaves: readonly string[];
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null) return false;
  const { pattern, takes, leaves } = value as Partial<Record<string, unknown>>;
  return typeof pattern === 'string' && isTexts(takes) && isTexts(leaves);
}

function recorded(): readonly Answer[] {
  const file = fileURLToPath(new URL('fnmatch/answers.json', import.meta.url));
  const { answers } = JSON.parse(readFileSync(file, 'utf8')) as { readonly answers: unknown };
  if (!Array.isArray(answers) || !answers.every(isAnswer)) throw new Error('answers.json holds no answers');
  return answers;
}

const answers = recorded();
const isMatch = (pattern: string, path: string): boolean => matches(parsePattern(pattern), path);

/** The C library looks at bytes where the characters do not match, and `é` has two. */
const isByBytes = (pattern: string, path: string): boolean => pattern === '??' && path === 'é';

test('the table is the whole one', () => {
  expect(answers.flatMap(({ takes, leaves }) => [...takes, ...leaves]).length).toBeGreaterThan(3000);
});

test.each(answers.map((answer) => [answer.pattern, answer] as const))('%j as in PHP', (pattern, answer) => {
  const isTaken = (path: string): boolean => isMatch(pattern, path);
  expect(answer.leaves.filter(isTaken)).toEqual([]);
  expect(answer.takes.filter((path) => !isTaken(path) && !isByBytes(pattern, path))).toEqual([]);
});

describe('characters are compared, not bytes:', () => {
  test.each([
    ['?', 'é', true],
    ['??', 'é', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['*?', '😀', true],
    ['*??', '😀', false],
    ['[😀-😂]', '😁', true],
    ['[!😀]', '😁', true],
    ['[!😀]', '😀', false],
    // A letter and its accent are two, as PHP has it.
    ['?', 'e\u0301', false],
    ['??', 'e\u0301', true],
    ['é', 'e\u0301', false],
  ])('%j and %j: %j', (pattern, path, is) => {
    expect(isMatch(pattern, path)).toBe(is);
  });
});

describe('a list of patterns', () => {
  test.each<[string, readonly string[]]>([
    ['', []],
    [' \n ,, \r\n', []],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a\nb', ['a', 'b']],
    [' a , b \r\n\tc ', ['a', 'b', 'c']],
    ['a b', ['a b']],
    ['*.php,*.php', ['*.php']],
    ['[a,b]', ['[a', 'b]']],
  ])('%j holds %j', (list, patterns) => {
    expect(patternsIn(list)).toEqual(patterns);
  });

  test('means what any of them means', () => {
    const isOne = matcherOf('*.php, images/*\n.ht*');
    expect(['a/b.php', 'images/x', '.htaccess', 'images', 'a.phps'].filter(isOne)).toEqual([
      'a/b.php',
      'images/x',
      '.htaccess',
    ]);
  });

  test('without any means nothing', () => {
    expect(matcherOf(' , ')('a')).toBe(false);
  });
});

describe('no pattern takes long:', () => {
  const most = 2_000;

  test.each<[string, string, string]>([
    ['stars between letters', '*a'.repeat(2_000) + 'b', 'a'.repeat(65_535)],
    ['stars alone', '*'.repeat(4_000) + 'b', 'a'.repeat(65_535)],
    ['stars and marks', '*?'.repeat(2_000) + 'b', 'a'.repeat(65_535)],
    ['a long end that never comes', '*' + 'a'.repeat(1_000) + 'b', 'a'.repeat(20_000)],
    ['sets', '*[a-z][!b]'.repeat(400) + '[0-9]', 'a'.repeat(65_535)],
    ['a set of many members', '*[' + 'b-c'.repeat(1_300) + ']', 'a'.repeat(20_000)],
    ['sets that are never closed', '['.repeat(4_000), '['.repeat(3_999)],
    ['classes that are never closed', '[[:a'.repeat(1_000), 'a'],
    ['names that are never closed', '[[.a'.repeat(1_000), 'a'],
    ['more than PHP takes', '*'.repeat(4_097), 'a'],
  ])('%s', (_, pattern, path) => {
    const startMs = performance.now();
    expect(isMatch(pattern, path)).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(most);
  });
});
