// What is in a backup of 100,000 entries: seen, searched, ticked and extracted.
import { beforeAll, expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';
import { TreePage } from './tree-page.ts';

const newRun = useStage();

const fileCount = 100_000;
/** Rows of the view, and those kept ready around it. */
const mostRows = 60;
let many: Uint8Array;

beforeAll(() => {
  many = writeJpa({
    entries: Array.from({ length: fileCount }, (_, index) => ({
      path: `folder-${index % 500}/file-${index}.txt`,
      content: 'x',
      store: true,
      modified: 1_700_000_000 + index,
    })),
  });
});

async function open(run: RunPage, content: Uint8Array): Promise<TreePage> {
  await run.chooseFiles([{ name: 'site.jpa', content }]);
  await run.reaches('ready');
  const tree = new TreePage(run);
  await tree.grid.waitFor();
  return tree;
}

test('100,000 entries are there at once, and only the rows in view exist while they are scrolled through', async () => {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    const seen = (selector: string, mark: string): void => {
      if (document.querySelector(selector) !== null && performance.getEntriesByName(mark).length === 0)
        requestAnimationFrame(() => performance.mark(mark));
    };
    new MutationObserver(() => {
      seen('main[data-state=ready]', 'ready');
      seen('[data-row]', 'rows');
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  const tree = await open(run, many);
  expect(await tree.selection()).toBe('All of 100,000 files, 100 kB');
  expect((await tree.rows()).at(0)).toMatchObject({ label: 'folder-0, ticked', index: 2, position: 1, siblings: 500 });

  await tree.row('folder-0').click();
  await tree.press('*');
  await expect.poll(() => tree.grid.getAttribute('aria-rowcount')).toBe(String(fileCount + 500 + 1));
  const slow = await tree.scroll(120, 90);
  const fast = await tree.scroll(120, 20_000);
  expect(Math.max(slow.mostRows, fast.mostRows)).toBeLessThan(mostRows);
  expect(await tree.focused()).toBe('folder-0');

  const marks = await run.page.evaluate(() =>
    performance.getEntriesByType('mark').map(({ name, startTime }) => ({ name, startTime })),
  );
  const told = (frames: readonly number[]): string => {
    const sorted = frames.toSorted((a, b) => a - b);
    return `${sorted[60]?.toFixed(1)} ms, 95 of 100 within ${sorted[114]?.toFixed(1)} ms, at most ${sorted.at(-1)?.toFixed(1)} ms`;
  };
  console.log(marks, `frames: ${told(slow.frameMs)}; in leaps: ${told(fast.frameMs)}`);
});
