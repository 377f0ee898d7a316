// Which spellings a folder takes for one name: found out with a file that is gone again before anybody looks.
import { expect, test } from 'vitest';
import { ownSpelling, probeSpelling } from '../../src/sink/probe-spelling.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';

test.each<[string, FakeFolderOptions, object]>([
  ['neither', {}, { ignoresCase: false, ignoresForm: false, hasShortNames: false }],
  ['N-23: case', { ignoreCase: true }, { ignoresCase: true, ignoresForm: false, hasShortNames: false }],
  ['N-24: Unicode form', { ignoreForm: true }, { ignoresCase: false, ignoresForm: true, hasShortNames: false }],
  ['both', { ignoreCase: true, ignoreForm: true }, { ignoresCase: true, ignoresForm: true, hasShortNames: false }],
  ['N-25: short names', { ignoreCase: true, shortNames: true }, { ignoresCase: true, hasShortNames: true }],
])('%s', async (_, options, expected) => {
  const folder = new FakeFolder(options);
  folder.put('kept.txt', 'kept');
  expect(await probeSpelling(folder.handle)).toMatchObject(expected);
  expect([...folder.files().keys()]).toEqual(['kept.txt']);
});

test('a folder in which nothing can be made is not judged, and no harm is done', async () => {
  const fault = (operation: string): Error | undefined =>
    operation === 'getFileHandle' ? new DOMException('no', 'NoModificationAllowedError') : undefined;
  expect(await probeSpelling(new FakeFolder({ fault }).handle)).toEqual(ownSpelling);
});

test('what was left by a browser that was ended in the middle of it is removed, and nothing else', async () => {
  const folder = new FakeFolder();
  folder.put('abcdef-unstow-probe-\u00e9', '');
  folder.put('abcdeg-unstow-probe-e\u0301', '');
  folder.put('abcdeh-unstow-probe-\u00e9', 'not empty');
  folder.put('my-unstow-probe-\u00e9', '');
  await probeSpelling(folder.handle);
  expect([...folder.files().keys()]).toEqual(['abcdeh-unstow-probe-\u00e9', 'my-unstow-probe-\u00e9']);
});

test('a file that cannot be removed at once is removed a moment later', async () => {
  let tries = 0;
  const fault = (operation: string): Error | undefined => {
    if (operation !== 'removeEntry') return undefined;
    tries += 1;
    return tries === 1 ? new DOMException('busy', 'NoModificationAllowedError') : undefined;
  };
  const folder = new FakeFolder({ fault });
  await probeSpelling(folder.handle);
  expect(folder.files().size).toBe(0);
});
