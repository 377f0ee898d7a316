// A folder's content as a table that two tests can compare and a person can read: path → size and hash.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ManifestEntry } from './fixtures.ts';

/** From a path with slashes to "26 bytes, sha256 ddbc…"; a folder appears only where it is empty, as "empty folder". */
export type Tree = Readonly<Record<string, string>>;

export const emptyFolder = 'empty folder';

export function fileLine(size: number, sha256: string): string {
  return `${size} bytes, sha256 ${sha256}`;
}

export function contentLine(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return fileLine(bytes.length, createHash('sha256').update(bytes).digest('hex'));
}

/** What a real folder holds. Links and other oddities would show as what they are. */
export async function readDisk(folder: string): Promise<Tree> {
  const tree: Record<string, string> = {};
  for (const found of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(found.parentPath, found.name);
    const name = relative(folder, path).split(sep).join('/');
    if (found.isFile()) tree[name] = contentLine(await readFile(path));
    else if (!found.isDirectory()) tree[name] = 'neither file nor folder';
    else if ((await readdir(path)).length === 0) tree[name] = emptyFolder;
  }
  return tree;
}

/** What the manifest promises of a folder: all but the links, which no browser can make. */
export function promisedTree(manifest: readonly ManifestEntry[]): Tree {
  const tree: Record<string, string> = {};
  for (const entry of manifest) {
    if (entry.kind === 'file') tree[entry.path] = fileLine(entry.size, entry.sha256);
    if (entry.kind === 'directory') tree[entry.path] = emptyFolder;
  }
  return tree;
}

/** The same tree with some paths gone. */
export function without(tree: Tree, paths: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !paths.includes(path)));
}

/** Of the tree these paths alone. */
export function only(tree: Tree, paths: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => paths.includes(path)));
}

/** The same tree with one path under another name. */
export function moved(tree: Tree, from: string, to: string): Tree {
  return Object.fromEntries(Object.entries(tree).map(([path, line]) => [path === from ? to : path, line]));
}
