// The text of the script. What it does is tested by running it, in run-script.test.ts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreScript, type RestorePlan } from '../../src/restore/restore-script.ts';
import { safePath } from '../../src/plan/safe-path.ts';
import { item, link, planOf } from './stage.ts';

/** The lines between the fixed beginning and the fixed end. */
function facts(plan: Partial<RestorePlan>): string[] {
  return [...restoreScript(planOf(plan))].slice(1, -1).map((line) => line.replace(/\n$/, ''));
}

function settings(plan: Partial<RestorePlan>): string[] {
  return facts(plan).filter((line) => !/^(first|begin) /.test(line));
}

test('the text of the script is the same whatever the names', () => {
  const empty = [...restoreScript(planOf({}))].join('');
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(text, text, (name, target) => {
      const verdict = safePath(name, 'jpa');
      if (verdict.is !== 'safe') return;
      const { path } = verdict;
      const one = { path, permissions: 0o644, modifiedMs: 0 };
      const pieces = [...restoreScript(planOf({ directories: [one], files: [one], links: [{ path, target }] }))];
      expect(`${pieces[0] ?? ''}${pieces.at(-1) ?? ''}`).toBe(empty);
      // One line each, of words that mean nothing to a shell: no quote, no `$`, and never the mark the facts end with.
      for (const line of pieces.slice(1, -1)) expect(line).toMatch(/^[a-z]+ [-\d]+ [-\d.]+( [\w./+,:=@\\-]*)*\n$/);
    }),
  );
});

test('unusual bytes are written in octal', () => {
  const names = ['plain-1_2.txt', 'a b', "it's", 'é', '😀', 'a\n', '%s', '$(id)', '#x', '~'];
  expect(settings({ files: names.map((name) => item(name, 0o644)) })).toEqual(
    [
      'plain-1_2.txt',
      'a\\0040b',
      'it\\0047s',
      '\\0303\\0251',
      '\\0360\\0237\\0230\\0200',
      'a\\0012',
      '\\0045s',
      '\\0044\\0050id\\0051',
      '\\0043x',
      '\\0176',
    ].map((name) => `file 644 - ${name}`),
  );
});

describe('a time is in UTC, to the second below', () => {
  test.each([
    [null, '-'],
    [0, '197001010000.00'],
    [999, '197001010000.00'],
    [1_700_076_122_999, '202311151922.02'],
    [Date.UTC(2038, 0, 19, 3, 14, 8), '203801190314.08'],
    [Date.UTC(2106, 1, 7, 6, 28, 16), '210602070628.16'],
    [Date.UTC(9999, 11, 31, 23, 59, 59), '999912312359.59'],
    [Date.UTC(10_000, 0), '-'],
    [-1, '-'],
    [NaN, '-'],
    [Infinity, '-'],
  ])('%j is %s', (modifiedMs, stamp) => {
    expect(settings({ files: [item('a', 0o644, modifiedMs)] })).toEqual([`file 644 ${stamp} a`]);
  });
});

test('permissions are three digits', () => {
  expect(settings({ files: [item('a', 0), item('b', 0o7), item('c', 0o777)] })).toEqual([
    'file 000 - a',
    'file 007 - b',
    'file 777 - c',
  ]);
});

test.each([0o1000, 0o4755, -1, 1.5, NaN])('%d is refused as permissions', (permissions) => {
  expect(() => facts({ files: [item('a', permissions)] })).toThrow(RangeError);
});

test('files of one mode stand together, and in it those of one time', () => {
  const files = [item('a', 0o755), item('b', 0o644, 2000), item('c', 0o644, 1000), item('d', 0o644, 2000)];
  expect(settings({ files }).map((line) => line.at(-1))).toEqual(['c', 'b', 'd', 'a']);
});

test('folders come last, deepest first; those that keep their owner out are opened before all, topmost first', () => {
  const plan = {
    directories: [item('a', 0o555), item('a/b', 0), item('a/b/c', 0o755)],
    files: [item('a/b/f', 0o644)],
    links: [link('a/l', 'b')],
  };
  expect(settings(plan)).toEqual([
    'open - - a',
    'open - - a/b',
    'file 644 - a/b/f',
    'link - - a/l b',
    'folder 755 - a/b/c',
    'folder 000 - a/b',
    'folder 555 - a',
  ]);
});

test('a link that leads out is told apart from one that does not', () => {
  const links = [link('a/out', '/etc'), link('a/in', '../b'), link('nul', 'a\0b')];
  expect(settings({ links })).toEqual([
    'link - - a/in ../b',
    'outside - - a/out /etc',
    'outside - - nul a\\0342\\0220\\0200b',
  ]);
});

test('the first files are what tells the right folder, folders where there is no file', () => {
  const many = Array.from({ length: 30 }, (_, index) => item(`f${index}`, 0o644));
  expect(facts({ files: many, directories: [item('d', 0o755)] }).filter((line) => /^first/.test(line))).toHaveLength(
    20,
  );
  expect(facts({ directories: [item('d', 0o755)] }).slice(0, 2)).toEqual(['first - - d', 'begin - -']);
  // A folder that the script is to make is not there yet.
  expect(facts({ linkFolders: [item('d', 0o755)] })).toEqual(['folder 755 - d']);
  expect(facts({})).toEqual([]);
});

test('a large plan comes in many pieces', () => {
  const files = Array.from({ length: 100_000 }, (_, index) => item(`folder/${index}.php`, 0o644, index * 1000));
  let [count, longest] = [0, 0];
  for (const piece of restoreScript(planOf({ files }))) {
    count += 1;
    longest = Math.max(longest, piece.length);
  }
  expect(count).toBeGreaterThan(100_000);
  expect(longest).toBeLessThan(20_000);
});

test('no line ends in a carriage return, which a shell would take for part of a word', () => {
  expect([...restoreScript(planOf({}))].join('')).not.toContain('\r');
});
