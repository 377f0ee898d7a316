// What a real program makes of an archive: a folder, and what is in it.
import { execFile } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** A folder that is gone when the test is. */
export async function workFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unstow-tar-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Runs a TAR program in UTF-8 and UTC. Resolves with what it prints; an exit code, or a word of complaint, is an error. */
export async function runTar(tool: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  const { stdout, stderr } = await run(tool, args, { env });
  // GNU tar finds times strange that are meant to be.
  const complaints = stderr.split('\n').filter((line) => line !== '' && !/ time stamp /.test(line));
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  return stdout;
}

/** Extracts an archive, modes and all, into a new folder and gives its path. */
export async function unpack(tool: string, archive: string): Promise<string> {
  const folder = `${archive}.unpacked`;
  await mkdir(folder);
  await runTar(tool, ['-xpf', archive, '-C', folder]);
  return folder;
}

export interface Found {
  readonly kind: 'file' | 'directory' | 'link';
  readonly permissions: number;
  readonly modifiedNs: bigint;
  /** Of a file its bytes, of a link its target. */
  readonly content: Uint8Array | string | null;
}

export async function lookAt(path: string): Promise<Found> {
  const stat = await lstat(path, { bigint: true });
  const facts = { permissions: Number(stat.mode % 0o1000n), modifiedNs: stat.mtimeNs };
  if (stat.isSymbolicLink()) return { kind: 'link', ...facts, content: await readlink(path) };
  if (stat.isDirectory()) return { kind: 'directory', ...facts, content: null };
  return { kind: 'file', ...facts, content: new Uint8Array(await readFile(path)) };
}

/** All that lies in a folder and below, by its path within. Links are not followed. */
export async function lookThrough(folder: string, within = ''): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  for (const name of await readdir(join(folder, within))) {
    const path = join(within, name);
    const thing = await lookAt(join(folder, path));
    found.set(path, thing);
    if (thing.kind !== 'directory') continue;
    for (const [below, other] of await lookThrough(folder, path)) found.set(below, other);
  }
  return found;
}
