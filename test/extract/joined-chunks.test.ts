// A JPS whose files lie in many chunks, put into one .zip: to the programs that other people wrote, what was joined is one stream.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toolOrSkip, zipTesters } from '../support/archive-tools.ts';
import { judge, unpack } from '../support/unpacked-site.ts';
import { writeJps } from '../support/write-jps.ts';
import { packSession } from './pack-session.ts';
import { fileOf, opened } from './session-files.ts';

const text = Buffer.from('What the builder put in comes out. '.repeat(30_000));
const noise = randomBytes(700_000);
const contents = {
  'short.txt': text.subarray(0, 200_000),
  'long.txt': Buffer.concat([text, text, text]),
  'short.bin': noise,
  'long.bin': Buffer.concat([noise, text, noise]),
  'only.txt': text.subarray(0, 100),
};
const backup = writeJps({
  entries: Object.entries(contents).map(([path, content]) => ({ path, content })),
  chunkSize: 50_000,
});

async function zip(): Promise<Uint8Array> {
  return packSession(await opened([fileOf('site.jps', backup)], ''), 'zip');
}

test('it is no larger than the backup', async () => {
  expect((await zip()).length).toBeLessThan(backup.length);
});

test.each(zipTesters)('it is without a fault to $program', async ({ program, debianPackage, args, says }) => {
  const tool = toolOrSkip(program, debianPackage);
  expect(await judge(await zip(), tool, args)).toContain(says);
});

test.each([
  ['unzip', 'unzip', ['-q']],
  ['bsdtar', 'libarchive-tools', ['-xf']],
  ['7z', 'p7zip-full', ['x']],
])('%s gives what was in it', async (program, debianPackage, args) => {
  const folder = await unpack(await zip(), toolOrSkip(program, debianPackage), args);
  for (const [path, content] of Object.entries(contents))
    expect(Buffer.compare(await readFile(join(folder, path)), content), path).toBe(0);
});
