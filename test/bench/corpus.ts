// A site's worth of files from what is at hand: node_modules, repeated into numbered folders.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CorpusFile {
  /** In the archive. */
  readonly path: string;
  readonly content: Uint8Array;
}

const nodeModules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Sites have few large files; node_modules has native libraries and bundles that would drown the rest. */
const largestFile = 1024 * 1024;

/** The files of node_modules once, in a fixed order. */
export async function readCorpus(): Promise<CorpusFile[]> {
  const found = await readdir(nodeModules, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((file) => file.isFile())
    .map((file) => relative(nodeModules, join(file.parentPath, file.name)))
    // Hidden folders there are caches, which differ from run to run.
    .filter((path) => !path.startsWith('.'))
    .sort();
  const files: CorpusFile[] = [];
  for (const path of paths) {
    const content = new Uint8Array(await readFile(join(nodeModules, path)));
    if (content.length <= largestFile) files.push({ path: path.replaceAll('\\', '/'), content });
  }
  return files;
}

/** The corpus again and again, under `1/`, `2/`, …, until there are enough files and bytes. The content is shared. */
export function repeatCorpus(corpus: readonly CorpusFile[], leastCount: number, leastSize: number): CorpusFile[] {
  const files: CorpusFile[] = [];
  let size = 0;
  for (let copy = 1; ; copy++) {
    for (const { path, content } of corpus) {
      if (files.length >= leastCount && size >= leastSize) return files;
      files.push({ path: `${copy}/${path}`, content });
      size += content.length;
    }
  }
}

export function totalSize(files: readonly CorpusFile[]): number {
  return files.reduce((sum, file) => sum + file.content.length, 0);
}
