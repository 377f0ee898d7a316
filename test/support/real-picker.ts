// Answers Chromium's real dialogs (GTK), the one for a folder with its question "Allow this site to edit files?" and the one
// for a file to be saved, as a person would, by keyboard. Nothing is timed: every key waits until the screen shows what it is meant for.
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import type { Display } from './display.ts';
import { allow, answerAgainMs, brightness, isDimmed, settled, until, withScreen } from './screen.ts';

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
    await fillDialog(display, { title: '^Select ', text: folder, before: ['ctrl+l'], accept: 'alt+o' });
    await until('the question "Allow this site to edit files?"', () => isDimmed(display, before));
    await settled(display);
    await allow(display, 'the page to get the folder', async () => (await pickedName(page)) !== '');
    const picked = await pickedName(page);
    if (picked !== basename(folder)) throw new Error(`The page got "${picked}" instead of ${folder}.`);
  } catch (error) {
    throw await withScreen(display, 'The folder was not picked.', error);
  }
}

export interface RealSave {
  readonly display: Display;
  /** Absolute path of a file that is not there yet; letters, digits, dots, dashes and slashes. */
  readonly file: string;
  /** Makes the page open the dialog: clicks its button. */
  readonly open: () => Promise<void>;
}

/** Resolves once the dialog is closed. Choosing a file is leave to write it: no question follows. */
export async function saveRealFile({ display, file, open }: RealSave): Promise<void> {
  if (!/^[A-Za-z0-9./-]+$/.test(file)) throw new Error(`${file} cannot be typed on every keyboard.`);
  try {
    await open();
    await fillDialog(display, { title: '^Warning: this site', text: file, before: [], accept: 'alt+s' });
  } catch (error) {
    throw await withScreen(display, 'The file was not chosen.', error);
  }
}

interface Filling {
  /** What the dialog's title begins with, as a pattern. */
  readonly title: string;
  readonly text: string;
  /** Keys that lead to the field. */
  readonly before: readonly string[];
  /** The key of its button. */
  readonly accept: string;
}

async function fillDialog(display: Display, { title, text, before, accept }: Filling): Promise<void> {
  const find = (): Promise<string> => display.xdotool('search', '--onlyvisible', '--name', title);
  const dialog = await until('the dialog', find);
  await settled(display);
  // There is no window manager that would give a new window the keyboard.
  await display.xdotool('windowfocus', '--sync', dialog);
  for (const key of [...before, 'ctrl+a']) await display.xdotool('key', key);
  await display.xdotool('type', text);
  await settled(display);
  // The first one may only close a list of completions.
  let nextKeyMs = 0;
  await until('the dialog to close', async () => {
    if ((await find()) === '') return true;
    if (performance.now() >= nextKeyMs) {
      await display.xdotool('key', accept);
      nextKeyMs = performance.now() + answerAgainMs;
    }
    return false;
  });
}

function pickedName(page: Page): Promise<string> {
  return page.evaluate(() => document.documentElement.dataset['picked'] ?? '');
}
