// Answers Chromium's real folder dialog (GTK) and its question "Allow this site to edit files?" as a person would, by
// keyboard. Nothing is timed: every key waits until the screen shows what it is meant for.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Display } from './display.ts';

const patienceMs = 30_000;
const pollMs = 50;
/** Chromium ignores an answer to its question for half a second, against clicks meant for something else. */
const answerAgainMs = 700;

export interface RealPick {
  readonly display: Display;
  readonly page: Page;
  /** Absolute path of an existing folder; letters, digits, dashes and slashes, which any keyboard layout types. */
  readonly folder: string;
  /** Makes the page open the dialog: clicks its button. */
  readonly open: () => Promise<void>;
}

/** To be called before the page loads: lets `pickRealFolder` see when the page has its answer. */
export async function watchPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const pick = window.showDirectoryPicker.bind(window);
    window.showDirectoryPicker = async (options) => {
      const { dataset } = document.documentElement;
      delete dataset['picked'];
      try {
        const folder = await pick(options);
        dataset['picked'] = folder.name;
        return folder;
      } catch (error) {
        dataset['picked'] = `refused: ${String(error)}`;
        throw error;
      }
    };
  });
}

/** Resolves once the page holds the folder, with leave to write in it. Where that fails, the error names a screenshot. */
export async function pickRealFolder(pick: RealPick): Promise<void> {
  const { display, page, folder, open } = pick;
  if (!/^[A-Za-z0-9/-]+$/.test(folder)) throw new Error(`${folder} cannot be typed on every keyboard.`);
  try {
    const before = await brightness(display);
    await open();
    const dialog = await until('the folder dialog', () =>
      display.xdotool('search', '--onlyvisible', '--name', '^Select '),
    );
    await fillDialog(display, dialog, folder);
    await until('the question "Allow this site to edit files?"', () => isDimmed(display, before));
    await settled(display);
    await allow(display, page);
    const picked = await pickedName(page);
    if (picked !== basename(folder)) throw new Error(`The page got "${picked}" instead of ${folder}.`);
  } catch (error) {
    const file = join(await mkdtemp(join(tmpdir(), 'unstow-screen-')), 'picker.png');
    await display.screenshot(file);
    throw new Error(`The folder was not picked. The screen was: ${file}`, { cause: error });
  }
}

async function fillDialog(display: Display, dialog: string, folder: string): Promise<void> {
  await settled(display);
  // There is no window manager that would give a new window the keyboard.
  await display.xdotool('windowfocus', '--sync', dialog);
  await display.xdotool('key', 'ctrl+l');
  await display.xdotool('key', 'ctrl+a');
  await display.xdotool('type', folder);
  await settled(display);
  await display.xdotool('key', 'alt+o');
  await until('the folder dialog to close', async () => {
    const open = await display.xdotool('search', '--onlyvisible', '--name', '^Select ');
    return open === '';
  });
}

/** "Don't Allow" has the focus: one Tab further lies "Allow". */
async function allow(display: Display, page: Page): Promise<void> {
  await display.xdotool('key', 'Tab');
  let nextKeyMs = 0;
  await until('the page to get the folder', async () => {
    if ((await pickedName(page)) !== '') return true;
    if (performance.now() >= nextKeyMs) {
      await display.xdotool('key', 'Return');
      nextKeyMs = performance.now() + answerAgainMs;
    }
    return false;
  });
}

function pickedName(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.dataset['picked'] ?? '');
}

/** Chromium darkens the page while it asks. The question itself is part of its window, so there is no window to look for. */
async function isDimmed(display: Display, before: number): Promise<boolean> {
  return (await brightness(display)) < 0.6 * before;
}

async function brightness(display: Display): Promise<number> {
  const { width, height, rgb } = await display.look();
  let sum = 0;
  let count = 0;
  // A grid over the lower middle of the screen, where the page is and no toolbar and no question.
  for (let y = Math.floor(height * 0.45); y < height * 0.9; y += 7)
    for (let x = Math.floor(width * 0.1); x < width * 0.7; x += 7) {
      sum += rgb[3 * (y * width + x) + 1] ?? 0;
      count += 1;
    }
  return sum / count;
}

/** Resolves when the screen shows the same twice: what was being drawn is drawn. */
async function settled(display: Display): Promise<void> {
  let last = await display.look();
  await until('the screen to come to rest', async () => {
    const now = await display.look();
    const isSame = Buffer.compare(last.rgb, now.rgb) === 0;
    last = now;
    return isSame;
  });
}

/** Polls until there is something to return. */
async function until<T>(what: string, look: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== '' && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await wait(pollMs);
  }
}
