// Names that a folder takes for one, all the way: both contents are there, and what has another name is told.
import { describe, expect, test } from 'vitest';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { extractOdd, sideZip } from './odd-folder.ts';

describe('names that this folder takes for one', () => {
  const twins = ['Readme.md', 'README.md', 'é.txt', 'e\u0301.txt', 'Docs/a', 'docs/b', 'foo', 'Foo/x'];
  const entries = twins.map((path) => ({ path, content: `content of ${path}` }));

  test.each<[string, FakeFolderOptions, number]>([
    ['N-23: case', { ignoreCase: true }, 3],
    ['N-24: Unicode form', { ignoreForm: true }, 1],
    ['neither', {}, 0],
    ['both', { ignoreCase: true, ignoreForm: true }, 4],
  ])('%s: every content is there, and every new name is told', async (_, options, count) => {
    const { folder, outcome, issues } = await extractOdd({ entries, folder: new FakeFolder(options) });
    expect([...folder.files().values()].map((bytes) => new TextDecoder().decode(bytes)).sort()).toEqual(
      twins.map((path) => `content of ${path}`).sort(),
    );
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: twins.length });
    const renamed = issues.flatMap((issue) => (issue.kind === 'renamed' ? [issue] : []));
    expect(renamed).toHaveLength(count);
    for (const { path, writtenAs } of renamed) expect(folder.text(writtenAs)).toBe(`content of ${path}`);
  });

  test('N-25: the short name of another never reaches it', async () => {
    const short = ['Program Files/a', 'PROGRA~1/b', 'longer-name.txt', 'LONGER~1'];
    const shortEntries = short.map((path) => ({ path, content: `content of ${path}` }));
    const { folder, outcome } = await extractOdd({ entries: shortEntries });
    expect([...folder.files().keys()].sort()).toEqual(['Program Files/a', 'longer-name.txt', sideZip].sort());
    expect(folder.text('longer-name.txt')).toBe('content of longer-name.txt');
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 4, aside: [{ count: 2 }] });
  });
});
