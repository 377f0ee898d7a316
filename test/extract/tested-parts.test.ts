// Backups of which something is missing, tested: what is left is read, and what is missing is named.
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { verdict } from '../../src/ui/outcome-words.ts';
import { missingWords } from '../../src/ui/tested-words.ts';
import { plainText } from '../../src/ui/words.ts';
import { fixture, readPart, sha256 } from '../support/fixtures.ts';
import { fixtureFiles, quiet, usual } from './session-files.ts';

test('a backup without one of its parts is not complete, and its other parts have their sums', async () => {
  const session = new Session();
  await session.survey(fixtureFiles('split/site.jpa').filter(({ name }) => name !== 'site.j03'));
  await session.open(0, { salvages: true }, quiet);
  const issues: Issue[] = [];
  const outcome = await session.extract({ kind: 'test' }, usual, ({ newIssues }) => {
    issues.push(...newIssues);
  });
  expect(outcome.isComplete).toBe(false);
  expect(outcome.filesHashed).toBe(outcome.filesWritten);
  expect(outcome.filesWritten).toBeGreaterThan(0);
  expect(verdict({ outcome, issues })).toMatchObject({ title: 'Not complete', tone: 'warn', labels: [] });
  expect(plainText(missingWords(issues) ?? [])).toContain('Missing part: site.j03.');

  const sums = await session.hashParts(quiet);
  const there = fixture('split/site.jpa').parts.filter((part) => !part.endsWith('j03'));
  expect(sums?.map(({ sha256: sum }) => sum)).toEqual(there.map((part) => sha256(readPart(part))));
});
