import { describe, expect, test } from 'vitest';
import { fileEntry, newFile, put, safe, stage, texts } from './stage.ts';

describe('a name that the browser refuses is the matter of its entry alone', () => {
  test.each([
    ['a?b', 'a?b'],
    ['con', 'con'],
    ['d/Thumbs.db', 'Thumbs.db'],
    ['d/trailing./x', 'trailing.'],
    ['..a/x', '..a'],
    ['d/in\u200bdex.php', 'in\u200bdex.php'],
  ])('%j', async (path, component) => {
    const { folder, sink } = stage();
    const refused = put(sink, path, 'x');
    const other = put(sink, 'd/other', 'y');
    expect(await refused).toEqual({ delivered: false, issue: { kind: 'name-refused', path, component } });
    expect(await other).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ 'd/other': 'y' });
  });

  test('and so it is for a directory', async () => {
    const { sink } = stage();
    expect(await sink.makeDirectory(safe('a/aux/b'), fileEntry('a/aux/b/', 0))).toEqual({
      delivered: false,
      issue: { kind: 'name-refused', path: 'a/aux/b/', component: 'aux' },
    });
  });

  test('and where there are files already', async () => {
    for (const existing of ['overwrite', 'skip', 'keep-both'] as const) {
      const { folder, sink } = stage({}, { existing });
      folder.put('a?', 'made by another program');
      const issue = { kind: 'name-refused', path: 'a?', component: 'a?' };
      expect(await put(sink, 'a?', 'x')).toEqual({ delivered: false, issue });
      expect(texts(folder)).toEqual({ 'a?': 'made by another program' });
    }
  });
});

test.each(['en-GB.ini', 'a.cfg', 'x.dll', 'x.manifest'])('%s is refused on Windows and nowhere else', async (name) => {
  expect(await put(stage({ names: 'browser-windows' }).sink, name, 'x')).toMatchObject({
    issue: { kind: 'name-refused' },
  });
  expect(await put(stage().sink, name, 'x')).toEqual({ delivered: true });
});

test('N-08: whatever the archive says, no NUL reaches a handle and no other file is hit', async () => {
  const { folder, sink } = stage();
  folder.put('a.php', 'good');
  await put(sink, 'a.php\0.jpg', 'evil');
  await put(sink, 'a.php\0/b', 'evil');
  expect(texts(folder)).toEqual({ 'a.php': 'good', 'a.php_.jpg': 'evil', 'a.php_/b': 'evil' });
});

describe('N-28: a name that can be made but not written', () => {
  test.each([248, 249, 255, 256])('of %d bytes', async (length) => {
    const { folder, sink } = stage();
    const path = 'n'.repeat(length);
    const result = await put(sink, path, 'x');
    if (length <= 248) expect(result).toEqual({ delivered: true });
    else expect(result).toEqual({ delivered: false, issue: { kind: 'name-refused', path, component: path } });
    // The empty file that making the handle left is gone.
    expect(folder.files().size).toBe(length <= 248 ? 1 : 0);
  });

  test('leaves what was there before', async () => {
    const { folder, sink } = stage();
    const path = 'n'.repeat(249);
    folder.put(path, 'old');
    expect(await put(sink, path, 'x')).toMatchObject({ delivered: false, issue: { kind: 'name-refused' } });
    expect(folder.text(path)).toBe('old');
  });
});

test('N-33: prototype names are names like others', async () => {
  const { folder, sink } = stage();
  await Promise.all(['__proto__/constructor', 'constructor', 'toString/x'].map((path) => put(sink, path, path)));
  expect(folder.files().size).toBe(3);
  expect(folder.text('__proto__/constructor')).toBe('__proto__/constructor');
});

test('N-31: a swap file of our own that an entry is named after is not written to', async () => {
  const { folder, sink } = stage();
  const first = await sink.startFile(newFile('a.php'));
  await first.write(Uint8Array.of(0x31));
  const second = put(sink, 'a.php.crswap', 'entry');
  const results = [await first.finish(), await second];
  expect(results).toEqual([{ delivered: true }, { delivered: true }]);
  expect(texts(folder)).toEqual({ 'a.php': '1', 'a.php.crswap': 'entry' });
});
