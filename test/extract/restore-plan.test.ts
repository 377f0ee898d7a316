// What a restore script is asked to set: what the run wrote, under the names it was written by, and nothing else.
import { expect, test } from 'vitest';
import { toRestorePlan } from '../../src/extract/restore-plan.ts';
import type { Issue } from '../../src/problems/issue.ts';
import type { RestorePlan } from '../../src/restore/restore-script.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { prepareJpa } from './run.ts';

async function planOf(entries: readonly JpaEntry[], issues: readonly Issue[] = []): Promise<RestorePlan> {
  return toRestorePlan((await prepareJpa(entries)).plan, issues);
}

const names = (items: readonly { readonly path: readonly string[] }[]): string[] =>
  items.map(({ path }) => path.join('/'));

test('files and folders come with the modes and times of the backup', async () => {
  const plan = await planOf([
    { path: 'd/', kind: 'directory', mode: 0o040750 },
    { path: 'd/a', content: 'x', mode: 0o104644, modified: 1_700_000_000 },
  ]);
  expect(plan.files).toEqual([{ path: ['d', 'a'], permissions: 0o644, modifiedMs: 1_700_000_000_000 }]);
  expect(plan.directories).toEqual([{ path: ['d'], permissions: 0o750, modifiedMs: null }]);
});

test('folders that the backup does not list can be entered by a server', async () => {
  const { directories } = await planOf([
    { path: 'a/b/c', content: 'x' },
    { path: 'a/d', content: 'x' },
  ]);
  expect(directories).toEqual([
    { path: ['a'], permissions: 0o755, modifiedMs: null },
    { path: ['a', 'b'], permissions: 0o755, modifiedMs: null },
  ]);
});

test('folders that hold nothing but links are told apart: no run makes them, nor the script those of a link that leads out', async () => {
  const link = (path: string, content: string): JpaEntry => ({ path, kind: 'link', content });
  const told = [
    { path: 'current/media', target: '../index.php' },
    { path: 'a/b/l', target: 'm' },
    { path: 'out/l', target: '/etc' },
  ];
  const { directories, linkFolders } = await planOf(
    [{ path: 'a/f', content: 'x' }, ...told.map(({ path, target }) => link(path, target))],
    [{ kind: 'links-left-out', links: told }],
  );
  expect(names(directories)).toEqual(['a']);
  expect(linkFolders).toEqual([
    { path: ['current'], permissions: 0o755, modifiedMs: null },
    { path: ['a', 'b'], permissions: 0o755, modifiedMs: null },
  ]);
});

test('what was not written, or was there before, is left alone', async () => {
  const entries = ['a', 'b', 'c'].map((path) => ({ path, content: 'x' }));
  const { files } = await planOf(entries, [
    { kind: 'damaged', path: 'a', damage: { what: 'broken-stream' } },
    { kind: 'kept-existing', path: 'b' },
  ]);
  expect(names(files)).toEqual(['c']);
});

test('a file under another name is found there', async () => {
  const { files } = await planOf(
    [{ path: 'd/a.txt', content: 'x' }],
    [{ kind: 'renamed', path: 'd/a.txt', writtenAs: 'd/a (2).txt', change: 'same-name-here' }],
  );
  expect(names(files)).toEqual(['d/a (2).txt']);
});

test('where nobody knows which of two entries got the other name, neither is touched', async () => {
  const { files } = await planOf(
    [
      { path: 'a', content: 'x' },
      { path: 'a', content: 'y' },
      { path: 'b', content: 'z' },
    ],
    [{ kind: 'renamed', path: 'a', writtenAs: 'a (3)', change: 'same-name-here' }],
  );
  expect(names(files)).toEqual(['b']);
});

test('links come with their targets, as far as those were read', async () => {
  const link = (path: string): JpaEntry => ({ path, kind: 'link', content: 'there' });
  const { links } = await planOf(
    [link('l'), link('m')],
    [
      {
        kind: 'links-left-out',
        links: [
          { path: 'l', target: 'there' },
          { path: 'm', target: null },
        ],
      },
    ],
  );
  expect(links).toEqual([{ path: ['l'], target: 'there' }]);
});

test('two links of one name have each its own target', async () => {
  const { links } = await planOf(
    [
      { path: 'l', kind: 'link', content: 'a' },
      { path: 'l', kind: 'link', content: 'b' },
    ],
    [
      {
        kind: 'links-left-out',
        links: [
          { path: 'l', target: 'a' },
          { path: 'l', target: 'b' },
        ],
      },
    ],
  );
  expect(links).toEqual([
    { path: ['l'], target: 'a' },
    { path: ['l (2)'], target: 'b' },
  ]);
});
