// The whole file: what stands before and behind the statements, and what it costs to make one of 2 GB.
import { describe, expect, test } from 'vitest';
import { SqlFile } from '../../../src/site/sql/sql-file.ts';
import { exported, plain } from './rewritten.ts';

const text = (bytes: Uint8Array | null): string => new TextDecoder().decode(bytes ?? undefined);

test('settings are made before the statements, and undone behind them', () => {
  const whole = text(exported(['SELECT 1;']));
  const order = [
    '-- Database',
    'SET NAMES utf8mb4',
    'KEY_CHECKS = 0',
    "'NO_AUTO_VALUE_ON_ZERO'",
    'SELECT 1;',
    '@OLD_SQL_MODE, ',
  ];
  const places = order.map((part) => whole.indexOf(part));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  for (const [, name = ''] of whole.matchAll(/SET (@OLD_\w+)/g)) expect(whole.split(name).length, name).toBe(3);
});

test('other servers get none of it', () => {
  const whole = text(exported(['SELECT 1;'], { technology: 'postgresql' }));
  expect(whole).not.toContain('SET');
  expect(whole).toMatch(/^-- [^]*\n\nSELECT 1;\n\n-- End of the database\n$/);
});

describe('what is said of the backup stays in its comment', () => {
  const origin = { ...plain.origin, missing: ['site.s01'], chosenCount: 3 };

  test.each([
    'a\nDROP TABLE x;',
    'a\r\nDROP TABLE x;',
    'a\u2028DROP TABLE x;\u2029y\u0085z',
    '*/ DROP TABLE x; /*',
    "it's `a` \\",
    'a\0b\u202ec',
    'x'.repeat(10_000),
  ])('%j', (evil) => {
    const options = { origin: { ...origin, site: evil, takenAt: evil, from: evil, missing: [evil] } };
    const [comments = ''] = text(exported([''], options)).split('\n\n');
    expect(comments.split('\n').length).toBe(6);
    for (const line of comments.split('\n')) {
      expect(line).toMatch(/^-- [^\p{C}\p{Zl}\p{Zp}]*$/u);
      expect(line.length).toBeLessThan(260);
    }
  });
  test('and says what was left out', () => {
    expect(text(exported([''], { origin }))).toMatch(
      /^-- Database of www\.example\.com\n-- Backup of .*\n-- From site\.jpa, site\.sql\n-- Chosen tables only: 3\n-- Not complete, missing in the backup: site\.s01\n-- Made by Unstow\n/,
    );
  });
});

const mebibyte = 1024 * 1024;

/** Pushes a start, and then so many bytes of one thing. @returns the most that was held on the way */
function flood(start: string, unit: string, size: number): number {
  const file = new SqlFile(plain);
  const piece = new TextEncoder().encode(unit.repeat(Math.floor(mebibyte / unit.length)));
  file.push(new TextEncoder().encode(start));
  let most = 0;
  for (let done = 0; done < size; done += piece.length) {
    file.push(piece);
    most = Math.max(most, file.held);
  }
  return most;
}

test('a dump of 2 GB, all in one statement, is held a piece at a time', { timeout: 120_000 }, () => {
  const row = `(1,'${"it\\'s #__ ; ".repeat(80)}',NULL),\n`;
  expect(flood('INSERT INTO `#__a` VALUES ', row, 2048 * mebibyte)).toBeLessThanOrEqual(4 * mebibyte);
});

test.each([
  ['a string', "INSERT INTO `#__a` VALUES ('", "it\\'s #__ ; -- and so on "],
  ['a name', 'INSERT INTO `', 'a name ; '],
  ['a comment between statements', '/*', ' * #__ / '],
  ['a comment in a statement', 'SELECT /*', ' * ; / '],
  ['a body', 'CREATE PROCEDURE p() BEGIN SELECT ', '1, `a`.x; '],
  ['blanks', '', ' \n'],
  ['a row of statements', '', "/**ABDB**/INSERT INTO `#__a` VALUES (1,'it''s');\n"],
  ['a delimiter', 'DELIMITER ', 'x'],
])('%s of 64 MB is held a piece at a time', { timeout: 60_000 }, (_, start, unit) => {
  expect(flood(start, unit, 64 * mebibyte)).toBeLessThanOrEqual(6 * mebibyte);
});
