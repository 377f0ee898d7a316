// A .tar.gz that can be gone on with is of many gzip members, one behind the other (RFC 1952, 2.2): to the programs that people
// unpack it with it is the same as one.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { unpack } from '../support/unpacked-site.ts';
import { Browser } from './file-runs.ts';
import { usual } from './session-files.ts';

const entries = Array.from({ length: 9 }, (_, n) => ({
  path: `d${n % 3}/file-${n}.txt`,
  content: `content ${n} `.repeat(n * 5_000),
  modified: 1_700_000_000,
}));
const promised = Object.fromEntries(entries.map(({ path, content }) => [path, content]));

/** A step of the run is as short as can be: every file has a member of its own. */
async function made(kind: 'tar' | 'tar.gz'): Promise<Uint8Array> {
  const visit = await new Browser(entries).visit(kind, { ...usual, pace: { minStepMs: 0, maxStepMs: 0 } });
  vi.unstubAllGlobals();
  return visit?.bytes ?? new Uint8Array();
}

/** Beginnings of members: two bytes that say gzip, and that it is deflated, without flags or a time. */
function memberCount(bytes: Uint8Array): number {
  return Buffer.from(bytes).toString('latin1').split('\x1f\x8b\x08\x00\x00\x00\x00\x00').length - 1;
}

async function filesIn(folder: string): Promise<Record<string, string>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const python = 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall()';

test.each([
  { program: 'tar', debianPackage: 'tar', args: ['-xzf'] },
  { program: 'bsdtar', debianPackage: 'libarchive-tools', args: ['-xf'] },
  { program: 'python3', debianPackage: 'python3', args: ['-c', python] },
])('$program unpacks all of it', async ({ program, debianPackage, args }) => {
  const bytes = await made('tar.gz');
  expect(memberCount(bytes)).toBeGreaterThan(5);
  const folder = await unpack(bytes, toolOrSkip(program, debianPackage), args);
  expect(await filesIn(folder)).toEqual(promised);
});

test('7z finds the very .tar in it, and so does zlib', async () => {
  const [bytes, tar] = [await made('tar.gz'), await made('tar')];
  expect(Buffer.compare(gunzipSync(bytes), tar)).toBe(0);
  const folder = await unpack(bytes, toolOrSkip('7z', 'p7zip-full'), ['x', '-tgzip', '-y']);
  const [name = ''] = await readdir(folder);
  expect(Buffer.compare(await readFile(join(folder, name)), tar)).toBe(0);
});
