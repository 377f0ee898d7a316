import { expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

test('N-30: a backup of 100,000 entries opens, and the page stays awake while it is extracted', async () => {
  const entries = Array.from({ length: 100_000 }, (_, index) => ({
    path: `folder-${index % 500}/file-${index}.txt`,
    content: 'x',
    store: true,
  }));
  const { run } = await newRun();
  await run.chooseFiles([{ name: 'many.jpa', content: writeJpa({ entries }) }]);
  await run.reaches('ready');
  expect(await run.text()).toContain('100,000');

  await run.page.evaluate(() => {
    let last = performance.now();
    const watch = (now: number): void => {
      const longest = Number(document.documentElement.dataset['longestFrameMs'] ?? 0);
      document.documentElement.dataset['longestFrameMs'] = String(Math.max(longest, now - last));
      last = now;
      requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
  });
  await run.extract();
  await run.reaches('running');
  // Thousands of files are enough to tell: all the lists that could grow have grown.
  await expect.poll(() => run.progress(), { timeout: 90_000, interval: 200 }).toBeGreaterThanOrEqual(3);
  await run.button('Cancel').click();
  await run.reaches('cancelled');
  const longestFrameMs = await run.page.evaluate(() => Number(document.documentElement.dataset['longestFrameMs']));
  // Loose, for a loaded machine; a page that works on the entries itself is off by far more.
  expect(longestFrameMs).toBeLessThan(1000);
});
