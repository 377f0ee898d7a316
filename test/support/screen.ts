// What is to be seen on the screen of a headed browser, and the answers to its questions, which no page can see. Nothing is
// timed: every key waits until the screen shows what it is meant for.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Display } from './display.ts';

const patienceMs = 30_000;
const pollMs = 50;
/** Chromium ignores an answer to its question for half a second, against clicks meant for something else. */
export const answerAgainMs = 700;

export interface Asking {
  readonly display: Display;
  /** Makes the page ask: presses its button. */
  readonly ask: () => Promise<void>;
  /** Has the page got all it asked for? */
  readonly hasAll: () => Promise<boolean>;
}

/**
 * Answers what Chromium asks at a later visit: first whether the page may have again what it had the last time, by a bubble,
 * then whether it may read the files that were dropped on it, by a dialog each.
 */
export async function allowAgain({ display, ask, hasAll }: Asking): Promise<void> {
  try {
    const before = await brightness(display);
    await ask();
    const [x, y] = await until('the question about the last time', () => firstPill(display));
    await settled(display);
    await display.xdotool('mousemove', String(x), String(y), 'click', '1');
    await until('the question about the file', async () => (await hasAll()) || (await isDimmed(display, before)));
    await settled(display);
    if (!(await hasAll())) await allow(display, 'the page to get the file', hasAll);
  } catch (error) {
    throw await withScreen(display, 'The page was not allowed to go on.', error);
  }
}

/** Answers what Chromium asks at a later visit about one file that was chosen to be saved: by a dialog. */
export async function allowFileAgain({ display, ask, hasAll }: Asking): Promise<void> {
  try {
    const before = await brightness(display);
    await ask();
    await until('the question about the file', () => isDimmed(display, before));
    await settled(display);
    await allow(display, 'the page to get the file', hasAll);
  } catch (error) {
    throw await withScreen(display, 'The page was not allowed to go on.', error);
  }
}

/** Answers a dialog: "Don't Allow" has the focus, one Tab further lies "Allow". */
export async function allow(display: Display, what: string, isAllowed: () => Promise<boolean>): Promise<void> {
  await display.xdotool('key', 'Tab');
  let nextKeyMs = 0;
  await until(what, async () => {
    if (await isAllowed()) return true;
    if (performance.now() >= nextKeyMs) {
      await display.xdotool('key', 'Return');
      nextKeyMs = performance.now() + answerAgainMs;
    }
    return false;
  });
}

/** The middle of the topmost wide button that Chromium shows over the page: "Allow this time". False while there is none. */
async function firstPill(display: Display): Promise<readonly [x: number, y: number] | false> {
  const { width, height, rgb } = await display.look();
  const [red, green, blue] = [211, 227, 253];
  // The tabs have the same colour: the page begins below them.
  for (let y = 120; y < height; y += 1) {
    let from = 0;
    for (let x = 0; x < width; x += 1) {
      const at = 3 * (y * width + x);
      if (rgb[at] === red && rgb[at + 1] === green && rgb[at + 2] === blue) continue;
      if (x - from > 200) return [Math.round((from + x) / 2), y + 8];
      from = x + 1;
    }
  }
  return false;
}

/** An error that names a picture of the screen. */
export async function withScreen(display: Display, what: string, cause: unknown): Promise<Error> {
  const file = join(await mkdtemp(join(tmpdir(), 'unstow-screen-')), 'picker.png');
  await display.screenshot(file);
  return new Error(`${what} The screen was: ${file}`, { cause });
}

/** Chromium darkens the page while it asks. The question itself is part of its window, so there is no window to look for. */
export async function isDimmed(display: Display, before: number): Promise<boolean> {
  return (await brightness(display)) < 0.6 * before;
}

export async function brightness(display: Display): Promise<number> {
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
export async function settled(display: Display): Promise<void> {
  let last = await display.look();
  await until('the screen to come to rest', async () => {
    const now = await display.look();
    const isSame = Buffer.compare(last.rgb, now.rgb) === 0;
    last = now;
    return isSame;
  });
}

/** Polls until there is something to return. */
export async function until<T>(what: string, look: () => Promise<T | false | ''>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== '' && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await wait(pollMs);
  }
}
