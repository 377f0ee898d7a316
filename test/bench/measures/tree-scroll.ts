// The tree of a backup of 100,000 entries: when it is there, how it scrolls, how fast it is searched.
import { manyFiles } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import { atMost, list, median, type Figures } from '../figures.ts';
import type { ProductPage } from '../product-page.ts';

const rounds = 3;
const entryCount = 100_000;
const frameCount = 240;
/** Pixels a frame: three rows, and as when the bar is dragged. */
const ways = { scroll: 96, leap: 20_000 } as const;

export async function measureTreeScroll(session: BenchSession, figures: Figures): Promise<void> {
  const path = await manyFiles(entryCount);
  const rowSeconds: number[] = [];
  const searchMs: number[] = [];
  const frameMs = { scroll: [] as number[], leap: [] as number[] };
  for (let round = 0; round < rounds; round++)
    await session.withProduct(async (product) => {
      const readyMs = await product.open([path]);
      rowSeconds.push(((await product.listed()) - readyMs) / 1000);
      await openAll(product);
      for (const way of ['scroll', 'leap'] as const) frameMs[way].push(...(await frames(product, ways[way])));
      searchMs.push(await slowestSearch(product));
    });
  console.log(
    `\nTree of ${entryCount} entries: first rows ${list(rowSeconds, 's')}, slowest search ${list(searchMs, 'ms')}`,
  );
  figures.add('tree-100000-entries-first-rows-seconds', median(rowSeconds), atMost(1));
  for (const way of ['scroll', 'leap'] as const) {
    figures.add(`tree-${way}-frame-median-ms`, median(frameMs[way]), atMost(17));
    figures.add(
      `tree-${way}-frame-95th-ms`,
      frameMs[way].toSorted((a, b) => a - b)[Math.floor(frameMs[way].length * 0.95)] ?? NaN,
    );
  }
  figures.add('tree-slowest-search-ms', median(searchMs));
}

async function openAll({ page }: ProductPage): Promise<void> {
  await page.locator('[data-row]').first().click();
  await page.keyboard.press('*');
  await page.waitForFunction(
    (count) => Number(document.querySelector('[role=treegrid]')?.ariaRowCount) > count,
    entryCount,
  );
}

function frames({ page }: ProductPage, pixels: number): Promise<number[]> {
  return page.evaluate(
    async ([count, step]) => {
      const view = document.querySelector('[data-row]')?.closest('[role=rowgroup]');
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let frame = 0; frame < count; frame++) {
        view?.scrollBy(0, step);
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times;
    },
    [frameCount, pixels] as const,
  );
}

/** The first one folds all names, and is the slowest. */
function slowestSearch({ page }: ProductPage): Promise<number> {
  return page.evaluate(async () => {
    const box = document.querySelector<HTMLInputElement>('[type=search]');
    let slowest = 0;
    for (const text of ['f', 'fi', 'file-99', 'nowhere', 'e', '1']) {
      const start = performance.now();
      if (box !== null) box.value = text;
      box?.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);
      slowest = Math.max(slowest, performance.now() - start);
    }
    return slowest;
  });
}
