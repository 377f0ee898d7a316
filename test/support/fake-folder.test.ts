import { describe, expect, test } from 'vitest';
import { FakeFolder, type FakeOperation } from './fake-folder.ts';

async function writeFile(folder: FakeFolder, name: string, content: string): Promise<void> {
  const file = await folder.handle.getFileHandle(name, { create: true });
  const writable = await file.createWritable();
  await writable.write(content);
  await writable.close();
}

test('creating a handle leaves an empty file, and the data shows only after close', async () => {
  const folder = new FakeFolder();
  const file = await folder.handle.getFileHandle('a.txt', { create: true });
  expect(folder.text('a.txt')).toBe('');

  const writable = await file.createWritable();
  await writable.write('whole');
  expect(folder.text('a.txt')).toBe('');
  expect(folder.files().has('a.txt.crswap')).toBe(true);

  await writable.close();
  expect([...folder.files().keys()]).toEqual(['a.txt']);
  expect(folder.text('a.txt')).toBe('whole');
});

test('an aborted write leaves what was there before', async () => {
  const folder = new FakeFolder();
  folder.put('old.txt', 'old');
  for (const name of ['old.txt', 'new.txt']) {
    const writable = await (await folder.handle.getFileHandle(name, { create: true })).createWritable();
    await writable.write('half');
    await writable.abort();
  }
  expect(folder.text('old.txt')).toBe('old');
  expect(folder.text('new.txt')).toBe('');
  expect(folder.openWritables).toBe(0);
  expect(folder.files().size).toBe(2);
});

test('a writable takes bytes, blobs, text and positions', async () => {
  const folder = new FakeFolder();
  const writable = await (await folder.handle.getFileHandle('a', { create: true })).createWritable();
  const buffer = Uint8Array.of(0x30, 0x31);
  await writable.write(buffer);
  buffer.fill(0x39);
  await writable.write(new Blob(['23']));
  await Promise.all([writable.write('45'), writable.write('67')]);
  await writable.write({ type: 'write', position: 0, data: 'x' });
  await writable.truncate(7);
  await writable.close();
  expect(folder.text('a')).toBe('x123456');
});

describe('names', () => {
  test.each([
    '',
    '.',
    '..',
    'a/b',
    'a\\b',
    'a:b',
    ' a',
    'a ',
    'a.',
    '~a',
    'a~',
    'con',
    'NUL.txt',
    'desktop.ini',
    'a\u202eb',
    'a\nb',
    'x.lnk',
  ])('%j is refused', async (name) => {
    const { handle } = new FakeFolder();
    await expect(handle.getFileHandle(name, { create: true })).rejects.toThrow(TypeError);
    await expect(handle.getDirectoryHandle(name)).rejects.toThrow(TypeError);
  });

  test.each(['.htaccess', '.git', '.DS_Store', 'a b', '%41', 'é.php', 'console.php', 'en-GB.ini', '👍'])(
    '%j is not',
    async (name) => {
      await expect(new FakeFolder().handle.getFileHandle(name)).rejects.toHaveProperty('name', 'NotFoundError');
    },
  );

  test('Windows refuses more', async () => {
    const { handle } = new FakeFolder({ names: 'browser-windows' });
    for (const name of ['en-GB.ini', 'a.cfg', 'A.DLL', 'x.manifest'])
      await expect(handle.getFileHandle(name)).rejects.toThrow(TypeError);
    await expect(handle.getFileHandle('web.config')).rejects.toHaveProperty('name', 'NotFoundError');
  });

  test('NUL cuts a name and so reaches another file', async () => {
    const folder = new FakeFolder();
    folder.put('a.php', 'good');
    await writeFile(folder, 'a.php\0.jpg', 'evil');
    expect(folder.text('a.php')).toBe('evil');
  });

  test('a name too long for the swap file can be created but not written', async () => {
    const folder = new FakeFolder();
    await writeFile(folder, 'a'.repeat(248), 'x');
    const file = await folder.handle.getFileHandle('b'.repeat(249), { create: true });
    await expect(file.createWritable()).rejects.toHaveProperty('name', 'InvalidStateError');
    await expect(folder.handle.getFileHandle('c'.repeat(256), { create: true })).rejects.toHaveProperty(
      'name',
      'InvalidStateError',
    );
    expect([...folder.files().values()].map((bytes) => bytes.length)).toEqual([1, 0]);
  });

  test('case can be ignored', async () => {
    const folder = new FakeFolder({ ignoreCase: true });
    folder.put('Readme.md', 'first');
    await writeFile(folder, 'README.md', 'second');
    expect([...folder.files().keys()]).toEqual(['Readme.md']);
    expect(folder.text('Readme.md')).toBe('second');
  });
});

test('files and directories are not taken for each other', async () => {
  const folder = new FakeFolder();
  folder.put('a', '');
  folder.putDirectory('d');
  await expect(folder.handle.getDirectoryHandle('a')).rejects.toHaveProperty('name', 'TypeMismatchError');
  await expect(folder.handle.getFileHandle('d', { create: true })).rejects.toHaveProperty('name', 'TypeMismatchError');
});

test('a directory that is not empty is removed only recursively', async () => {
  const folder = new FakeFolder();
  folder.put('d/e/f', '');
  await expect(folder.handle.removeEntry('d')).rejects.toHaveProperty('name', 'InvalidModificationError');
  await expect(folder.handle.removeEntry('x')).rejects.toHaveProperty('name', 'NotFoundError');
  await folder.handle.removeEntry('d', { recursive: true });
  expect(folder.directories()).toEqual([]);
});

test('a handle whose directory is gone finds nothing', async () => {
  const folder = new FakeFolder();
  const directory = await folder.handle.getDirectoryHandle('d', { create: true });
  const writable = await (await directory.getFileHandle('a', { create: true })).createWritable();
  await folder.handle.removeEntry('d', { recursive: true });
  await expect(directory.getFileHandle('a', { create: true })).rejects.toHaveProperty('name', 'NotFoundError');
  await expect(writable.write('x')).rejects.toHaveProperty('name', 'NotFoundError');
  await expect(writable.close()).rejects.toThrow(TypeError);
  expect(folder.openWritables).toBe(0);
});

test('listing gives names, kinds and handles', async () => {
  const folder = new FakeFolder({ name: 'site' });
  folder.put('d/a', 'x');
  folder.put('b', 'y');
  expect(folder.handle.name).toBe('site');
  const kinds: string[] = [];
  for await (const [name, handle] of folder.handle) kinds.push(`${name} ${handle.kind}`);
  expect(kinds).toEqual(['d directory', 'b file']);
});

test('a file can be moved, and keeps its content and handle', async () => {
  const folder = new FakeFolder();
  folder.put('work/1', 'whole');
  const work = await folder.handle.getDirectoryHandle('work');
  const file: unknown = await work.getFileHandle('1');
  if (!isMovable(file)) throw new Error('no move');
  await file.move(folder.handle, 'a.txt');
  expect([...folder.files().keys()]).toEqual(['a.txt']);
  expect(await (await file.getFile()).text()).toBe('whole');
});

interface Movable {
  move(directory: FileSystemDirectoryHandle, name: string): Promise<void>;
  getFile(): Promise<File>;
}

function isMovable(value: unknown): value is Movable {
  return typeof value === 'object' && value !== null && 'move' in value;
}

test('a fault hits the call it is meant for, before it has any effect', async () => {
  const calls: [FakeOperation, string, number][] = [];
  const folder = new FakeFolder({
    fault: (operation, path, callNumber) => {
      calls.push([operation, path, callNumber]);
      return operation === 'close' ? new DOMException('full', 'QuotaExceededError') : undefined;
    },
  });
  await expect(writeFile(folder, 'a', 'x')).rejects.toHaveProperty('name', 'QuotaExceededError');
  expect(calls).toEqual([
    ['getFileHandle', 'a', 1],
    ['createWritable', 'a', 2],
    ['write', 'a', 3],
    ['close', 'a', 4],
  ]);
  expect([...folder.files()]).toEqual([['a', new Uint8Array()]]);
});

test('a write that fails ends the stream', async () => {
  const folder = new FakeFolder({
    fault: (operation) => (operation === 'write' ? new DOMException('full', 'QuotaExceededError') : undefined),
  });
  const writable = await (await folder.handle.getFileHandle('a', { create: true })).createWritable();
  await expect(writable.write('x')).rejects.toHaveProperty('name', 'QuotaExceededError');
  await expect(writable.close()).rejects.toThrow(TypeError);
  await writable.abort();
  expect([...folder.files().keys()]).toEqual(['a']);
});

test('what is open and closing at once is counted', async () => {
  const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'close' ? 20 : 0) });
  await Promise.all(['a', 'b', 'c'].map((name) => writeFile(folder, name, name)));
  expect(folder.peakOpenWritables).toBe(3);
  expect(folder.peakClosing).toBe(3);
  expect(folder.openWritables).toBe(0);
});
