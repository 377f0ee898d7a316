// P-09: under which name, and where, what is kept of a damaged file is.
import { describe, expect, test } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import { unpackedTexts } from '../support/unpacked-site.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderSink, prepareJpa, start } from './run.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const keeping = { ...usual, keepsDamaged: true };
const short: JpaEntry = { path: 'bad', content: 'abc', store: true, fields: { size: 4 } };

test.each([
  ['n', 240],
  ['n', 241],
  ['n', 248],
  ['\u{1f4be}', 61],
])('N-28: a name that leaves no room for more is cut: %s, %d times', async (character, times) => {
  const path = character.repeat(times);
  const folder = new FakeFolder();
  const run = start(await prepareJpa([{ ...short, path }]), folderSink(folder), undefined, keeping);
  expect(await run.end).toEqual({ error: null });
  const [name = ''] = folder.files().keys();
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(248);
  expect(name).toMatch(times === 240 ? /^n{240}\.damaged$/ : /^(n|\u{1f4be})+~[0-9a-f]{8}\.damaged$/u);
  expect(folder.text(name)).toBe('abc');
  expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged' }, { kind: 'kept-damaged', writtenAs: name }]);
});

describe('F-24: what the folder does not take under its name is kept in the ZIP beside the files:', () => {
  async function keptBeside(entries: readonly JpaEntry[], folder: FakeFolder): Promise<Record<string, string>> {
    const session = await opened([jpaFile({ entries })]);
    const outcome = await session.extract(into(folder), keeping, quiet);
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: entries.length - 1 });
    return unpackedTexts(folder.files().get('unstow-refused-names.zip') ?? new Uint8Array());
  }

  test('of a file in whose way there is another', async () => {
    const folder = new FakeFolder();
    folder.put('d', 'mine');
    const entries = [
      { ...short, path: 'd/bad' },
      { path: 'd/good', content: 'good' },
    ];
    expect(await keptBeside(entries, folder)).toEqual({ 'd/bad.damaged': 'abc', 'd/good': 'good' });
    expect(folder.text('d')).toBe('mine');
  });

  test('of any file, where the browser does not write the name', async () => {
    const folder = new FakeFolder({
      fault: (operation, path) =>
        operation === 'getFileHandle' && path.endsWith('.damaged') ? new TypeError('Name is not allowed.') : undefined,
    });
    expect(await keptBeside([short, { path: 'z', content: 'z' }], folder)).toEqual({ 'bad.damaged': 'abc' });
  });
});

describe.each(['zip', 'tar'] as const)('one .%s file', (kind) => {
  /** What it holds once it is unpacked, by name. */
  async function heldBy(entries: readonly JpaEntry[]): Promise<Record<string, string>> {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder();
    const handle = await folder.handle.getFileHandle('out', { create: true });
    await session.extract({ kind, name: 'out', handle, page: 'p' }, keeping, quiet);
    return unpackedTexts(folder.files().get('out') ?? new Uint8Array());
  }

  test('holds it too', async () => {
    const entries = [{ path: 'a', content: 'a' }, short, { path: 'z', content: 'z' }];
    expect(await heldBy(entries)).toEqual({ a: 'a', 'bad.damaged': 'abc', z: 'z' });
  });

  test('holds it beside a sound one of that name, which comes later', async () => {
    const entries = [short, { path: 'bad.damaged', content: 'sound' }];
    expect(await heldBy(entries)).toEqual({ 'bad (2).damaged': 'abc', 'bad.damaged': 'sound' });
  });

  test('holds what is kept of files that differ in capitals, or in a number, under names that differ in more', async () => {
    const entries = [
      short,
      { ...short, path: 'BAD', content: 'def' },
      { ...short, path: 'bad (2)', content: 'ghi' },
      { path: 'Bad.Damaged', content: 'sound' },
    ];
    expect(await heldBy(entries)).toEqual({
      'bad (2).damaged': 'abc',
      'BAD (3).damaged': 'def',
      'bad (2) (2).damaged': 'ghi',
      'Bad.Damaged': 'sound',
    });
  });

  test('holds it beside a folder of that name', async () => {
    const entries = [short, { path: 'bad.damaged/in', content: 'sound' }];
    expect(await heldBy(entries)).toEqual({ 'bad (2).damaged': 'abc', 'bad.damaged/in': 'sound' });
  });
});
