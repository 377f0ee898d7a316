// A site in whose folder the browser refuses one file in ten, as it does on Windows, extracted in each way there is.
import { describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { contentLine, readDisk, type Tree } from '../support/tree.ts';
import { unpack } from '../support/unpacked-site.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { extractOdd, onWindows, sideZip, type Extracted, type Setting } from './odd-folder.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

const languages = ['en-GB', 'de-DE', 'fr-FR'];
const refused = [
  ...languages.map((language) => `language/${language}/${language}.com_content.ini`),
  'php.ini',
  'media/lib/config.cfg',
  'media/~$draft.docx',
  'media/2024-01-01 12:30.png',
  'media/Thumbs.db',
  'cache/trailing./page.php',
  `media/${'n'.repeat(250)}.png`,
  `${'deep/'.repeat(300)}page.php`,
  `${`${'long'.repeat(60)}/`.repeat(13)}page.php`,
];
const taken = [
  'index.php',
  'web.config',
  '.htaccess',
  'language/en-GB/install.xml',
  'installation/index.php',
  ...Array.from({ length: 40 }, (_, number) => `components/com_content/view-${number}.php`),
];
const files: readonly JpaEntry[] = [...refused, ...taken]
  .sort()
  .map((path) => ({ path, content: `content of ${path}`.repeat(20) }));
const folders: readonly JpaEntry[] = [{ path: 'empty/' }, { path: 'empty./' }];
function extract(setting: Partial<Setting> = {}): Promise<Extracted> {
  return extractOdd({ entries: [...folders, ...files], ...setting });
}

/** All files, but the mark of a run that can be gone on with. */
function treeOf(folder: FakeFolder): Tree {
  const files = [...folder.files()].filter(([path]) => !path.startsWith('.unstow-'));
  return Object.fromEntries(files.map(([path, bytes]) => [path, contentLine(bytes)]));
}

const promised = (paths: readonly string[]): Tree =>
  Object.fromEntries(paths.map((path) => [path, contentLine(`content of ${path}`.repeat(20))]));

describe('N-15: into one ZIP beside the others', () => {
  test('goes what is refused, and all else into the folder', async () => {
    const { folder, outcome, issues } = await extract();
    const { [sideZip]: archive, ...tree } = treeOf(folder);
    expect(tree).toEqual(promised(taken));
    expect(archive).toBeDefined();
    expect(outcome).toMatchObject({
      isComplete: true,
      filesWritten: files.length,
      filesTotal: files.length,
      aside: [{ name: sideZip, count: refused.length + 1 }],
      hasInstaller: true,
    });
    expect(issues).toMatchObject([{ kind: 'put-aside', archive: sideZip }]);
    const paths = issues.flatMap((issue) => (issue.kind === 'put-aside' ? issue.paths : []));
    expect([...paths].sort()).toEqual([...refused, 'empty./'].sort());
  });

  test('and unzip finds there every one of them, at its own path', async () => {
    const unzip = toolOrSkip('unzip', 'unzip');
    const { folder } = await extract();
    const tree = await readDisk(await unpack(folder.files().get(sideZip) ?? new Uint8Array(), unzip, ['-q']));
    expect(tree).toEqual({ ...promised(refused), 'empty.': 'empty folder' });
  });

  test('counts every byte once, and ends at the totals', async () => {
    const { updates, outcome } = await extract();
    expect(updates.at(-1)).toMatchObject({ filesDone: files.length, filesTotal: files.length });
    expect(updates.at(-1)?.bytesDone).toBe(updates.at(-1)?.bytesTotal);
    expect(outcome.bytesWritten).toBe(updates.at(-1)?.bytesTotal);
  });

  test('where nothing is refused there is no ZIP', async () => {
    const { folder, outcome } = await extract({ entries: [{ path: 'a', content: 'x' }] });
    expect([...folder.files().keys()]).toEqual(['a']);
    expect(outcome.aside).toEqual([]);
  });

  test('what the browser refuses only when it is written goes there too', async () => {
    const fault = (operation: string, path: string): Error | undefined =>
      operation === 'getFileHandle' && /unforeseen/.test(path) ? new TypeError('Name is not allowed.') : undefined;
    const entries = ['unforeseen.php', 'a.php', 'installation/unforeseen.php'].map((path) => ({
      path,
      content: `content of ${path}`.repeat(20),
    }));
    const { folder, outcome, issues, updates } = await extract({ entries, folder: new FakeFolder({ fault }) });
    expect([...folder.files().keys()].sort()).toEqual(['a.php', sideZip]);
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 3, aside: [{ count: 2 }] });
    expect(issues).toMatchObject([{ kind: 'put-aside', paths: ['unforeseen.php', 'installation/unforeseen.php'] }]);
    expect(updates.at(-1)?.bytesDone).toBe(updates.at(-1)?.bytesTotal);
  });

  test('the restore script speaks of nothing that lies there', async () => {
    const { session } = await extract();
    const script = await (await session.restoreScript()).text();
    for (const path of ['php.ini', 'config.cfg', 'Thumbs.db', 'trailing.']) expect(script).not.toContain(path);
    for (const path of taken) expect(script).toContain(path);
  });

  test('a damaged one is told, and the others are there', async () => {
    const entries = [...files, { path: 'bad.ini', content: 'x'.repeat(50), fields: { data: '\x07' } }];
    const { outcome, issues } = await extract({ entries });
    expect(outcome).toMatchObject({
      isComplete: false,
      filesWritten: files.length,
      aside: [{ count: refused.length }],
    });
    expect(issues).toContainEqual({ kind: 'damaged', path: 'bad.ini', damage: { what: 'broken-stream' } });
  });

  test('where all of them are damaged there is no empty ZIP', async () => {
    const entries = [{ path: 'bad.ini', content: 'x'.repeat(50), fields: { data: '\x07' } }];
    const { folder, outcome } = await extract({ entries });
    expect(folder.files().size).toBe(0);
    expect(outcome).toMatchObject({ aside: [], filesWritten: 0, isComplete: false });
  });
});

describe('N-32: the name of the ZIP', () => {
  test('is left to what was in the folder before', async () => {
    const folder = new FakeFolder(onWindows);
    folder.put(sideZip.toUpperCase(), 'from before');
    const { outcome } = await extract({ folder });
    expect(outcome.aside).toMatchObject([{ name: 'unstow-refused-names (2).zip' }]);
    expect(folder.text(sideZip.toUpperCase())).toBe('from before');
  });

  test('is left to an entry of the backup, be it empty', async () => {
    const { folder, outcome } = await extract({ entries: [...files, { path: sideZip }] });
    expect(outcome.aside).toMatchObject([{ name: 'unstow-refused-names (2).zip' }]);
    expect(folder.text(sideZip)).toBe('');
  });

  test('is not left to what a broken off run has begun of it', async () => {
    const folder = new FakeFolder(onWindows);
    folder.put(sideZip, '');
    const { outcome } = await extract({ folder });
    expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
  });

  test('is left to an entry of the backup', async () => {
    const { folder, outcome } = await extract({ entries: [...files, { path: sideZip, content: 'an entry' }] });
    expect(outcome.aside).toMatchObject([{ name: 'unstow-refused-names (2).zip' }]);
    expect(folder.text(sideZip)).toBe('an entry');
  });
});

describe('the ZIP that cannot be completed', () => {
  const onZip = (path: string): boolean => path.startsWith(sideZip);

  test.each([
    ['write', 'QuotaExceededError', 'disk-full'],
    ['close', 'QuotaExceededError', 'disk-full'],
    ['createWritable', 'NotAllowedError', 'folder-refused'],
    ['createWritable', 'NoModificationAllowedError', 'folder-read-only'],
    ['write', 'NotFoundError', 'folder-gone'],
    ['getFileHandle', 'InvalidStateError', 'output-failed'],
  ])('by %s: %s, holds the run, and is begun anew', async (operation, name, code) => {
    let isMended = false;
    const fault = (at: string, path: string): Error | undefined =>
      !isMended && at === operation && onZip(path) ? new DOMException('no', name) : undefined;
    const folder = new FakeFolder({ ...onWindows, fault });
    const session = await opened([jpaFile({ entries: files })]);
    const told: unknown[] = [];
    const outcome = await session.extract(into(folder), usual, async ({ held }) => {
      if (held === null || isMended) return;
      told.push(held.problem.code);
      expect(treeOf(folder)).toEqual(promised(taken));
      expect(folder.openWritables).toBe(0);
      isMended = true;
      await session.answer('retry');
    });
    expect(told).toEqual([code]);
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: files.length, aside: [{ name: sideZip }] });
  });

  test('can be done without: what is complete stays', async () => {
    const fault = (at: string, path: string): Error | undefined =>
      at === 'write' && onZip(path) ? new DOMException('no', 'QuotaExceededError') : undefined;
    const folder = new FakeFolder({ ...onWindows, fault });
    const session = await opened([jpaFile({ entries: files })]);
    const outcome = await session.extract(into(folder), usual, async ({ held }) => {
      if (held !== null) await session.answer('stop');
    });
    expect(outcome).toMatchObject({ isCancelled: true, filesWritten: taken.length, aside: [] });
    expect(treeOf(folder)).toEqual(promised(taken));
  });

  test('as the run was cancelled: nothing of it stays, and it is not counted', async () => {
    const session = await opened([jpaFile({ entries: files })]);
    let isCancelled = false;
    const fault = (operation: string, path: string): undefined => {
      if (operation === 'createWritable' && onZip(path) && !isCancelled) {
        isCancelled = true;
        void session.cancel();
      }
      return undefined;
    };
    const folder = new FakeFolder({ ...onWindows, fault });
    const outcome = await session.extract(into(folder), usual, () => undefined);
    expect(outcome).toMatchObject({ isCancelled: true, isComplete: false, filesWritten: taken.length, aside: [] });
    expect(treeOf(folder)).toEqual(promised(taken));
  });
});

describe('F-24: what stands in the way in the folder is left alone, and what it displaces goes into the ZIP', () => {
  test.each(['overwrite', 'keep-both', 'skip'] as const)('%s', async (existing) => {
    for (const policy of ['side-zip', 'rename', 'skip'] as const) {
      const folder = new FakeFolder();
      folder.put('cache', 'a file of mine');
      folder.putDirectory('index.php');
      const entries = ['cache/a.php', 'cache/b.php', 'index.php'].map((path) => ({ path, content: path }));
      const session = await opened([jpaFile({ entries })]);
      const outcome = await session.extract(into(folder, existing, policy), usual, () => undefined);
      expect(folder.text('cache')).toBe('a file of mine');
      expect(folder.directories()).toContain('index.php');
      expect(outcome).toMatchObject({ isComplete: true, filesWritten: 3, aside: [{ name: sideZip }] });
      // A folder in a file's place is nothing to overwrite; to keep both, the file gets a number.
      expect(outcome.aside).toMatchObject([{ count: existing === 'keep-both' ? 2 : 3 }]);
    }
  });
});

describe('under other names', () => {
  test('all of it is in the folder, and each new name is told', async () => {
    const { folder, outcome, issues } = await extract({ policy: 'rename' });
    expect(Object.values(treeOf(folder)).sort()).toEqual(Object.values(promised([...refused, ...taken])).sort());
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: files.length, aside: [] });
    const renamed = issues.flatMap((issue) => (issue.kind === 'renamed' ? [issue] : []));
    expect(renamed.map(({ path }) => path).sort()).toEqual([...refused, 'empty./'].sort());
    for (const { path, writtenAs, change } of renamed) {
      expect(change).toBe('refused-name');
      if (path !== 'empty./') expect(folder.text(writtenAs)).toBe(`content of ${path}`.repeat(20));
    }
    expect(folder.directories()).toContain('empty%2E');
  });

  test('the restore script knows them by these names', async () => {
    const { session } = await extract({ policy: 'rename' });
    const script = await (await session.restoreScript()).text();
    expect(script).toContain('php\\00452Eini');
    expect(script).not.toContain(' php.ini');
  });
});

test('left out, they are listed, each by name', async () => {
  const { folder, outcome, issues } = await extract({ policy: 'skip' });
  expect(treeOf(folder)).toEqual(promised(taken));
  expect(outcome).toMatchObject({ isComplete: false, filesWritten: taken.length, filesTotal: files.length });
  const paths = issues.flatMap((issue) =>
    issue.kind === 'name-refused' || issue.kind === 'too-deep' || issue.kind === 'path-too-long' ? [issue.path] : [],
  );
  expect(paths.sort()).toEqual([...refused, 'empty./'].sort());
});

test('one output file has them all, and asks nobody', async () => {
  const session = await opened([jpaFile({ entries: files })]);
  const out = new FakeFolder();
  const handle = await out.handle.getFileHandle('out.zip', { create: true });
  const outcome = await session.extract({ kind: 'zip', name: 'out.zip', handle, page: 'p' }, usual, () => undefined);
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: files.length, aside: [] });
});

describe('before a run', () => {
  test('the folder says how many it refuses, and stays as it is', async () => {
    const session = await opened([jpaFile({ entries: [...folders, ...files] })]);
    const folder = new FakeFolder(onWindows);
    const { isEmpty, refused: found } = await session.surveyFolder(folder.handle, usual);
    expect(isEmpty).toBe(true);
    expect(found).toMatchObject({ count: refused.length + 1, fileCount: refused.length });
    expect(found?.size).toBe(refused.reduce((sum, path) => sum + `content of ${path}`.length * 20, 0));
    expect(found?.reasons[0]).toEqual({ reason: { of: 'extension', text: '.ini' }, count: 4 });
    expect(folder.files().size + folder.directories().length).toBe(0);
  });

  test('a folder that takes everything says so', async () => {
    const session = await opened([jpaFile({ entries: [{ path: 'a.ini', content: 'x' }] })]);
    expect(await session.surveyFolder(new FakeFolder().handle, usual)).toMatchObject({ isEmpty: true, refused: null });
  });
});
