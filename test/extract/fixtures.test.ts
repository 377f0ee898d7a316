// Every archive there is, all the way: read, planned, decoded and written.
import { describe, expect, test } from 'vitest';
import { isLoss } from '../../src/problems/issue.ts';
import type { Format } from '../../src/archive/entry.ts';
import { isNameAllowed } from '../support/fake-names.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixtures, openFixture, readManifest, sha256 } from '../support/fixtures.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { contentLine, emptyFolder, promisedTree, type Tree } from '../support/tree.ts';
import { folderSink, prepare, runToEnd } from './run.ts';

const manifest = readManifest();

/** Where an entry goes: `\` separates in ZIP and belongs to the name elsewhere. */
function place(path: string, format: Format): string {
  return path.replaceAll('\\', format === 'zip' ? '/' : '_');
}

function isWritable(path: string): boolean {
  return path.split('/').every((name) => isNameAllowed(name, 'browser'));
}

/** What is to stand in the sink, with or without the names that a browser refuses. */
function promised(format: Format, allNames: boolean): Tree {
  const places = Object.entries(promisedTree(manifest)).map(([path, line]) => [place(path, format), line] as const);
  return Object.fromEntries(places.filter(([path]) => allNames || isWritable(path)));
}

function treeOf(files: ReadonlyMap<string, Uint8Array>, directories: Iterable<string>): Tree {
  const paths = [...files.keys(), ...directories];
  const empty = [...directories].filter((directory) => !paths.some((path) => path.startsWith(`${directory}/`)));
  return Object.fromEntries([
    ...[...files].map(([path, bytes]) => [path, contentLine(bytes)] as const),
    ...empty.map((directory) => [directory, emptyFolder] as const),
  ]);
}

const links = manifest.flatMap((entry) =>
  entry.kind === 'symlink' ? [{ path: entry.path, target: entry.target }] : [],
);
const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

describe.each(fixtures)('$name', ({ name, format, password }) => {
  test('comes out whole in memory', async () => {
    const sink = new MemorySink();
    const { issues, report } = await runToEnd(await prepare(openFixture(name), password), sink);
    expect(treeOf(sink.files, sink.directories)).toEqual(promised(format, true));
    expect(issues.filter(isLoss)).toEqual([]);
    expect(sink.unfinished).toEqual(new Set());
    expect(report.facts).toMatchObject({ filesWritten: sink.files.size });
  });

  test('comes out whole in a folder, but for the names that a browser refuses', async () => {
    const folder = new FakeFolder();
    const prepared = await prepare(openFixture(name), password);
    const { issues, report } = await runToEnd(prepared, folderSink(folder));
    const expected = promised(format, false);
    // A folder whose only file is refused is there, and empty.
    const found = treeOf(
      folder.files(),
      folder.directories().filter((path) => isWritable(`${path}/x`)),
    );
    expect(found).toEqual(expected);
    const refused = manifest.filter((entry) => entry.kind !== 'symlink' && !isWritable(place(entry.path, format)));
    expect(issues.filter(isLoss).map((issue) => issue.kind)).toEqual(refused.map(() => 'name-refused'));
    expect(issues.flatMap((issue) => (issue.kind === 'name-refused' ? [issue.path] : [])).sort()).toEqual(
      refused.map(({ path }) => path).sort(),
    );
    expect(folder.openWritables).toBe(0);
    expect(report.facts.filesWritten).toBe(folder.files().size);
  });

  test('L-01: tells of its links once, with where they lead', async () => {
    const { issues } = await runToEnd(await prepare(openFixture(name), password), new MemorySink());
    const told = issues.filter((issue) => issue.kind === 'links-left-out');
    expect(told).toHaveLength(1);
    expect(told[0]?.links.toSorted(byPath)).toEqual(links.toSorted(byPath));
  });
});

test('extracting twice into one folder gives the same again', async () => {
  for (const existing of ['overwrite', 'skip'] as const) {
    const folder = new FakeFolder();
    const prepared = await prepare(openFixture('site.jpa'));
    await runToEnd(prepared, folderSink(folder));
    const first = [...folder.files()].map(([path, bytes]) => [path, sha256(bytes)]);
    await runToEnd(prepared, folderSink(folder, existing));
    expect([...folder.files()].map(([path, bytes]) => [path, sha256(bytes)])).toEqual(first);
  }
});

test('a system without case keeps both of two twins', async () => {
  const folder = new FakeFolder({ ignoreCase: true });
  await runToEnd(await prepare(openFixture('site.zip')), folderSink(folder));
  const twins = [...folder.files()].filter(([path]) => /^uploads\/case/i.test(path));
  expect(twins.map(([, bytes]) => contentLine(bytes)).sort()).toEqual(
    ['uploads/CASE.txt', 'uploads/case.txt'].map((path) => promised('zip', true)[path]).sort(),
  );
});
