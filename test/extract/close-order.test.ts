// F-37: files close in whatever order the browser likes. What comes of a run, and what is said of it, is the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { MemoryStore } from '../journal/runs.ts';
import { texts } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { sumsHere } from '../support/sums-here.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

const entries = [
  ...Array.from({ length: 24 }, (_, number) => ({ path: `d${number % 3}/f${number}`, content: `content ${number}` })),
  { path: 'Readme.md', content: 'first' },
  { path: 'README.md', content: 'second' },
  { path: 'd0/twice', content: 'once' },
  { path: 'd0/twice', content: 'twice' },
  { path: 'what?', content: 'refused', modified: 1_700_000_000 },
  { path: 'short', content: 'abc', store: true, fields: { size: 4 } },
];

async function run(closeMs: (path: string) => number) {
  const folder = new FakeFolder({
    ignoreCase: true,
    latencyMs: (operation, path) => (operation === 'close' ? closeMs(path) : 0),
  });
  const issues: Issue[] = [];
  const session = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
  const outcome = await session.extract(into(folder), usual, ({ newIssues }) => {
    issues.push(...newIssues);
  });
  const told = issues.map((issue) => JSON.stringify(issue)).sort();
  return { files: texts(folder), told, outcome: { ...outcome, elapsedMs: 0 } };
}

test('F-37 any order of closing gives the same tree, issues and outcome', async () => {
  const expected = await run(() => 0);
  expect(expected.outcome).toMatchObject({ isComplete: false, filesWritten: entries.length - 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(30), { minLength: 60, maxLength: 60 }), async (waits) => {
      const left = [...waits];
      expect(await run(() => left.pop() ?? 0)).toEqual(expected);
    }),
    { numRuns: 8 },
  );
}, 30_000);
