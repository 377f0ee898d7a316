// A folder for headless tests: Chromium has no picker there, so the page is given a directory of its own private file system,
// which has the same handles. It takes names that a real folder refuses: what becomes of names is not tested here.
import type { Page } from 'playwright-core';
import { emptyFolder, fileLine, type Tree } from './tree.ts';

/** To be called before the page loads: from then on "picking" gives the directory `name`, made where it is missing. */
export async function useOpfsFolder(page: Page, name: string): Promise<void> {
  await page.addInitScript((directory) => {
    window.showDirectoryPicker = async () => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle(directory, { create: true });
    };
  }, name);
}

/** Puts files into the directory, as if they had been there before. The page must be loaded. */
export async function fillOpfs(page: Page, name: string, files: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate(
    async ([directory, contents]) => {
      const root = await navigator.storage.getDirectory();
      const top = await root.getDirectoryHandle(directory, { create: true });
      for (const [path, content] of Object.entries(contents)) {
        const components = path.split('/');
        const fileName = components.pop() ?? '';
        let folder = top;
        for (const component of components) folder = await folder.getDirectoryHandle(component, { create: true });
        const writable = await (await folder.getFileHandle(fileName, { create: true })).createWritable();
        await writable.write(content);
        await writable.close();
      }
    },
    [name, files] as const,
  );
}

/** What the directory holds now; nothing, where it was never made. */
export async function readOpfs(page: Page, name: string): Promise<Tree> {
  const found = await page.evaluate(async (directory) => {
    const lines: { path: string; size: number; sha256: string | null }[] = [];
    const read = async (folder: FileSystemDirectoryHandle, prefix: string): Promise<void> => {
      let isEmpty = true;
      for await (const [entryName, handle] of folder.entries()) {
        isEmpty = false;
        const path = `${prefix}${entryName}`;
        if (handle.kind === 'directory') {
          await read(handle, `${path}/`);
          continue;
        }
        const bytes = await (await handle.getFile()).arrayBuffer();
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
        lines.push({ path, size: bytes.byteLength, sha256 });
      }
      if (isEmpty && prefix !== '') lines.push({ path: prefix.slice(0, -1), size: 0, sha256: null });
    };
    const root = await navigator.storage.getDirectory();
    for await (const [entryName, handle] of root.entries())
      if (entryName === directory && handle.kind === 'directory') await read(handle, '');
    return lines;
  }, name);
  return Object.fromEntries(
    found.map(({ path, size, sha256 }) => [path, sha256 === null ? emptyFolder : fileLine(size, sha256)]),
  );
}
