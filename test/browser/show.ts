// Pictures of a face to look at, in test/browser/shots, and what a machine can tell of them.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { RunPage } from './run-page.ts';

const shots = fileURLToPath(new URL('shots/', import.meta.url));

const wide = { width: 1100, height: 900 };
const looks = [
  { look: 'light', colorScheme: 'light', size: wide },
  { look: 'dark', colorScheme: 'dark', size: wide },
  { look: 'narrow', colorScheme: 'light', size: { width: 390, height: 844 } },
] as const;

/** To be called before the first picture. */
export async function makeShots(): Promise<void> {
  await mkdir(shots, { recursive: true });
}

/** Looks at the face from all sides, and takes its pictures. */
export async function show(run: RunPage, name: string): Promise<void> {
  for (const { look, colorScheme, size } of looks) {
    await run.page.emulateMedia({ colorScheme });
    await run.page.setViewportSize(size);
    expect(await run.overflow(), `${name}, ${look}: wider than its window`).toBeLessThanOrEqual(0);
    await run.page.screenshot({ path: `${shots}${name}-${look}.png`, fullPage: true });
  }
  await run.page.setViewportSize(wide);
  expect(await run.page.locator('h1').count(), `${name}: first headings`).toBe(1);
  expect(await run.namelessControls(), `${name}: controls without a name`).toEqual([]);
}
