// F-18: a part that cannot be read any more in the middle of a file that an archive in the making has begun with.
import { expect, test } from 'vitest';
import type { Hold } from '../../src/extract/hold.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { unpackedTexts } from '../support/unpacked-site.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { FailingFile } from './failing-file.ts';
import { onWindows, sideZip } from './odd-folder.ts';
import { into, opened, usual } from './session-files.ts';

/** More than is held in memory, so that it is read twice. */
const large = new Uint8Array(6 * 1024 * 1024).map((_, at) => Math.imul(at, 2654435761) >>> 24);

function backup(name: string): FailingFile {
  const before = { path: `before${name}`, content: 'before' };
  const after = { path: `after${name}`, content: 'after' };
  const entries = [before, { path: `large${name}`, content: large, store: true }, after];
  return new FailingFile([new Uint8Array(writeJpa({ entries }))], 'site.jpa', { lastModified: 0 });
}

test.each(['zip', 'tar'] as const)(
  'one .%s file waits for it: what it has begun with cannot be left out',
  async (kind) => {
    const file = backup('');
    const held: Hold[] = [];
    const folder = new FakeFolder({
      fault: (operation) => {
        if (operation === 'write' && held.length === 0) file.failsFrom = 3_000_000;
        return undefined;
      },
    });
    const handle = await folder.handle.getFileHandle('out', { create: true });
    const session = await opened([file]);
    const outcome = await session.extract({ kind, name: 'out', handle, page: 'p' }, usual, (update) => {
      if (update.held === null) return;
      held.push(update.held);
      if (held.length === 2) file.failsFrom = Infinity;
      void session.answer('retry');
    });
    expect(held.length).toBeGreaterThanOrEqual(2);
    for (const { problem, answers } of held) {
      expect(problem.code).toBe('part-unreadable');
      expect(answers).toEqual(['retry', 'stop']);
    }
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 3 });
  },
);

test('the ZIP beside the files is made anew without it, where it is given up', async () => {
  const file = backup('.ini');
  const folder = new FakeFolder({
    ...onWindows,
    fault: (operation, path) => {
      if (operation === 'write' && path === sideZip) file.failsFrom = 3_000_000;
      return undefined;
    },
  });
  const session = await opened([file]);
  const issues: Issue[] = [];
  const outcome = await session.extract(into(folder), usual, ({ held, newIssues }) => {
    issues.push(...newIssues);
    if (held === null) return;
    // What lies behind it can be read again.
    if (held.problem.code === 'part-unreadable') void session.answer('skip').then(() => (file.failsFrom = Infinity));
  });
  expect(issues).toMatchObject([
    { kind: 'damaged', path: 'large.ini', damage: { what: 'unreadable' } },
    { kind: 'put-aside', paths: ['before.ini', 'after.ini'] },
  ]);
  expect(await unpackedTexts(folder.files().get(sideZip) ?? new Uint8Array())).toEqual({
    'before.ini': 'before',
    'after.ini': 'after',
  });
  expect(outcome).toMatchObject({ isComplete: false, filesWritten: 2 });
});
