// A ZIP that bsdtar writes: descriptors behind the data, and in the local headers of all there is to know only the size.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { toolOrSkip } from '../../support/archive-tools.ts';
import { contents, indexOf, zipSource } from './open.ts';

const files = { 'a.txt': 'hello '.repeat(1000), 'sub/b.txt': 'b', empty: '' };

test('P-08: what bsdtar writes is read', async () => {
  const bsdtar = toolOrSkip('bsdtar', 'libarchive-tools');
  const folder = await mkdtemp(join(tmpdir(), 'unstow-bsdtar-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'sub'));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  await promisify(execFile)(bsdtar, ['--format', 'zip', '-cf', 'site.zip', ...Object.keys(files)], { cwd: folder });
  const source = zipSource(new Uint8Array(await readFile(join(folder, 'site.zip'))));
  const index = await indexOf(source);
  expect(index.issues).toEqual([]);
  expect(await contents(index, source)).toEqual(files);
});
