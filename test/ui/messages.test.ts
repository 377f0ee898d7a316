import { describe, expect, test } from 'vitest';
import type { ErrorCode, Where } from '../../src/problems/extract-error.ts';
import { issueMessage } from '../../src/ui/issue-messages.ts';
import { errorMessage } from '../../src/ui/messages.ts';
import { plainText } from '../../src/ui/words.ts';
import { everyError, everyIssue } from './support/every-issue.ts';

const codes = Object.keys(everyError).filter((key): key is ErrorCode => key in everyError);
const leak = /undefined|null|NaN|\[object|\$\{|\s\s|\s[.,:](?!\w)|[.…]\.$/;

/** Every name among the facts. */
function names(where: Where): readonly string[] {
  return [where.part, where.entry, where.text, ...(where.parts ?? [])].filter((name) => name !== undefined);
}

describe('an error', () => {
  test.each(codes)('%s says what happened, to what, and what to do', (code) => {
    const { what, todo } = errorMessage({ code, where: everyError[code] });
    const text = `${plainText(what)} ${plainText(todo)}`;
    expect(plainText(what)).toMatch(/^([A-Z]|site\.|index\.).*\.$/s);
    expect(plainText(todo)).toMatch(/^[A-Z].*[.…]$/s);
    expect(text).not.toMatch(leak);
    for (const name of names(everyError[code])) expect(text).toContain(name);
  });

  test.each(codes)('%s makes a whole sentence without any facts', (code) => {
    const { what, todo } = errorMessage({ code, where: {} });
    expect(plainText(what)).toMatch(/^[A-Z].*\.$/s);
    expect(`${plainText(what)} ${plainText(todo)}`).not.toMatch(leak);
  });

  test('without a code is a fault of the program, and says so', () => {
    expect(plainText(errorMessage(null).todo)).toContain('not of your backup');
  });

  test('of an archive that breaks off tells its size, and the other as the least that it can be', () => {
    const where = { part: 'site.jps', offset: 1234, size: 1234, leastSize: 5678 };
    const one = errorMessage({ code: 'archive-truncated', where: { ...where, partCount: 1 } });
    expect(plainText(one.what)).toBe(
      'The archive ends too early, in site.jps at byte 1,234. The whole file has 1,234 bytes, and must have at least 5,678.',
    );
    expect(plainText(one.todo)).toMatch(/compare its size with the one on the server\. If it is the same there/);
    const several = errorMessage({ code: 'archive-truncated', where: { ...where, partCount: 3 } });
    expect(plainText(several.what)).toContain(' The 3 parts together have 1,234 bytes, and must have at least 5,678.');
    expect(plainText(several.todo)).toMatch(/^The end of this part is missing\./);
  });

  test('of a full disk promises nothing of the run: of one into a file nothing may be kept', () => {
    const { todo } = errorMessage({ code: 'disk-full', where: {} });
    expect(plainText(todo)).toBe('Make room on it, then try again.');
  });

  test('of damage names what to download again, which may be the one part there is', () => {
    for (const code of ['entry-damaged', 'database-damaged'] as const) {
      const todo = (where: Where): string => plainText(errorMessage({ code, where }).todo);
      expect(todo({ part: 'site.jpa' })).toContain('Downloading site.jpa again');
      expect(todo({})).toContain('Downloading the backup again');
    }
  });

  test('of a browser without its encryption sends nobody to a page opened from a file, which does not work', () => {
    const { todo } = errorMessage({ code: 'no-cipher', where: {} });
    expect(plainText(todo)).toMatch(/https.*http:\/\/localhost/);
    expect(plainText(todo)).not.toMatch(/save it|as a file/);
  });

  test('shows nothing hidden in a name', () => {
    const { what } = errorMessage({ code: 'part-empty', where: { part: 'a\u202Egpj.j01' } });
    expect(plainText(what)).toBe('a<U+202E>gpj.j01 is empty (0 bytes).');
  });
});

describe('an issue', () => {
  test.each(everyIssue)('$kind makes a sentence below its entry', (issue) => {
    const { path, sentence } = issueMessage(issue);
    expect(path).toBe('path' in issue ? issue.path : null);
    expect(plainText(sentence)).toMatch(/^[A-Z0-9].*\.$/s);
    expect(plainText(sentence)).not.toMatch(leak);
  });

  test('has a sentence of its own for each kind of damage and of changed name', () => {
    const sentences = everyIssue
      .filter((issue) => issue.kind === 'damaged' || issue.kind === 'renamed')
      .map((issue) => plainText(issueMessage(issue).sentence));
    // One damage and one change stand among the kinds as well; that of the change is written elsewhere.
    expect(new Set(sentences).size).toBe(sentences.length - 1);
  });

  test('says of a refused name which one it is, and how the file can be had', () => {
    const { sentence } = issueMessage({ kind: 'name-refused', path: 'a:b/x.php', component: 'a:b' });
    expect(plainText(sentence)).toMatch(/name a:b .*\.zip/);
  });

  test('K-17: says of a JPS without its end mark how much is missing at least, where that is known', () => {
    const known = plainText(issueMessage({ kind: 'end-mark-missing', missing: 17 }).sentence);
    expect(known).toMatch(/^The archive breaks off at least 17 bytes before its end: the mark that closes it/);
    const unknown = plainText(issueMessage({ kind: 'end-mark-missing', missing: null }).sentence);
    expect(unknown).toMatch(/its end may be cut off\. Download the last part again/);
  });

  test('N-01: says of a path that leads out how the file can be had, and where it then is', () => {
    const leftOut = issueMessage({ kind: 'leaves-folder', path: '../evil.php' });
    expect(plainText(leftOut.sentence)).toMatch(/its path leads out .*folder _outside, by a choice under Advanced/);
    const kept = issueMessage({
      kind: 'renamed',
      path: '../evil.php',
      writtenAs: '_outside/evil.php',
      change: 'leads-out',
    });
    expect(plainText(kept.sentence)).toBe(
      'Goes by the name _outside/evil.php: its path leads out of the chosen folder.',
    );
    expect([leftOut.isLoss, kept.isLoss]).toEqual([true, false]);
  });
});
