// The made-up site of the fixtures, unpacked by a real program: one line for each entry of the manifest, as found and as
// promised, so that a difference can be read.
import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { toolOrSkip } from './archive-tools.ts';
import { readManifest, sha256, type Fixture, type ManifestEntry } from './fixtures.ts';

const run = promisify(execFile);

/** Writes the archive down and lets a program unpack it, modes and all. @returns the folder, gone when the test is */
export async function unpack(bytes: Uint8Array, program: string, args: readonly string[]): Promise<string> {
  const folder = join(await written(bytes), 'site');
  await mkdir(folder);
  await run(program, [...args, '../archive'], { cwd: folder, env });
  return folder;
}

/** The files of a ZIP or TAR as bsdtar unpacks them: their texts, by path. */
export async function unpackedTexts(bytes: Uint8Array): Promise<Record<string, string>> {
  const folder = await unpack(bytes, toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** What a program says of the archive; what it is not content with is an error. */
export async function judge(bytes: Uint8Array, program: string, args: readonly string[]): Promise<string> {
  return (await run(program, [...args, 'archive'], { cwd: await written(bytes), env })).stdout;
}

const env = { ...process.env, LC_ALL: 'C.UTF-8' };

/** A folder with the archive in it, gone when the test is. */
async function written(bytes: Uint8Array): Promise<string> {
  const around = await mkdtemp(join(tmpdir(), 'unstow-pack-'));
  onTestFinished(() => rm(around, { recursive: true }));
  await writeFile(join(around, 'archive'), bytes);
  return around;
}

/** What of a file an archive can say. */
interface Known {
  readonly mode: boolean;
  readonly time: boolean;
}

/** JPA knows times from 1.2 on; this vendor's ZIP knows no modes, and times in steps of two seconds of its own zone. */
function knownBy({ format, version }: Fixture): Known {
  return { mode: format !== 'zip', time: format === 'jps' || version === '1.2' || version === '1.3' };
}

/** One line for each entry of the manifest: as it was found in the folder, and as this backup promises it. */
export async function siteLines(
  folder: string,
  backup: Fixture,
): Promise<{ readonly found: readonly string[]; readonly promised: readonly string[] }> {
  const manifest = readManifest();
  const known = knownBy(backup);
  // A backslash separates in ZIP and is made harmless elsewhere.
  const placeOf = ({ path }: ManifestEntry): string => path.replace('\\', backup.format === 'zip' ? '/' : '_');
  const found = manifest.map((entry) => foundLine(entry, join(folder, placeOf(entry)), known));
  const places = new Set(manifest.map(placeOf));
  const strangers = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => !one.isDirectory())
    .map((one) => relative(folder, join(one.parentPath, one.name)))
    .filter((place) => !places.has(place) && place !== 'unstow-restore.sh');
  return {
    found: [...(await Promise.all(found)), ...strangers.map((place) => `${place} is a stranger`)],
    promised: manifest.map((entry) => promisedLine(entry, known)),
  };
}

function promisedLine(entry: ManifestEntry, known: Known): string {
  if (entry.kind === 'symlink') return `${entry.path} -> ${entry.target}`;
  if (entry.kind === 'directory') return `${entry.path}/`;
  const { path, size, sha256: sum, mode, mtime } = entry;
  return fileLine(path, { size, sum, mode, mtime }, known);
}

async function foundLine({ path }: ManifestEntry, at: string, known: Known): Promise<string> {
  const stat = await lstat(at).catch(() => null);
  if (stat === null) return `${path} is missing`;
  if (stat.isSymbolicLink()) return `${path} -> ${await readlink(at)}`;
  if (stat.isDirectory()) return `${path}/`;
  const sum = sha256(new Uint8Array(await readFile(at)));
  const mode = (stat.mode % 0o1000).toString(8);
  return fileLine(path, { size: stat.size, sum, mode, mtime: Math.floor(stat.mtimeMs / 1000) }, known);
}

interface FileFacts {
  readonly size: number;
  readonly sum: string;
  readonly mode: string;
  readonly mtime: number;
}

function fileLine(path: string, { size, sum, mode, mtime }: FileFacts, known: Known): string {
  return [path, size, sum, known.mode ? mode : '-', known.time ? mtime : '-'].join(' ');
}
