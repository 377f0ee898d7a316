// Sets a test file up: the built page on its own server, and one Chromium. After every test the page must have kept quiet:
// no error on its console, no uncaught exception, no breach of its policy.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Chromium } from '../support/chromium.ts';
import { Display } from '../support/display.ts';
import { readOpfs, useOpfsFolder } from '../support/opfs-folder.ts';
import { pickRealFolder, saveRealFile, watchPicker } from '../support/real-picker.ts';
import { allowAgain, allowFileAgain } from '../support/screen.ts';
import { serveBuiltPage } from '../support/serve.ts';
import type { Tree } from '../support/tree.ts';
import { RunPage } from './run-page.ts';

export interface HeadlessRun {
  readonly run: RunPage;
  /** Name of the directory in the private file system that the page gets for its folder. */
  readonly folder: string;
  /** What is in it now. */
  readonly written: () => Promise<Tree>;
  /** Lets the tab die as it stands, and opens the page in another one. */
  readonly reopen: (dying: RunPage) => Promise<RunPage>;
}

/** Headless, for everything but names. Call at the top of a test file; what it returns loads the page. */
export function useStage(): () => Promise<HeadlessRun> {
  const newPage = useBrowser({ isHeaded: false });
  let runs = 0;
  return async () => {
    runs += 1;
    const folder = `target-${runs}`;
    const open = async (): Promise<RunPage> => {
      const { page, load } = await newPage();
      await useOpfsFolder(page, folder);
      return load();
    };
    const run = await open();
    const reopen = async (dying: RunPage): Promise<RunPage> => {
      await crash(dying.page);
      return open();
    };
    return { run, folder, written: () => readOpfs(run.page, folder), reopen };
  };
}

export interface RealRun {
  readonly run: RunPage;
  /** A real, empty folder. */
  readonly target: string;
  /** The folder that holds `target` and nothing else. */
  readonly around: string;
  /** Presses the button, and answers the dialog with `target`. */
  readonly extract: () => Promise<void>;
  /** Presses the button of this name, and answers the dialog with a file of this name beside `target`. @returns its path */
  readonly save: (button: string, name: string) => Promise<string>;
  /** Lets the tab die as it stands, and opens the page in another one. */
  readonly reopen: (run: RunPage) => Promise<ReopenedRun>;
}

export interface ReopenedRun {
  readonly run: RunPage;
  /** Presses the button of this name, and allows the page all that the browser asks about. Resolves when the page has moved on. */
  readonly press: (button: string) => Promise<void>;
  /** The same for a run into a file that was chosen to be saved. Resolves when the page says this. */
  readonly pressForFile: (button: string, says: string) => Promise<void>;
}

/** Headed on a display of its own, with the real dialog and real folders. */
export function useRealStage(): () => Promise<RealRun> {
  const newPage = useBrowser({ isHeaded: true });
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  return async () => {
    const around = await mkdtemp(join(tmpdir(), 'unstow-around-'));
    folders.push(around);
    const target = await mkdtemp(join(around, 'site-'));
    const { page, load, display } = await newPage();
    if (display === undefined) throw new Error('A real dialog needs a display.');
    await watchPicker(page);
    const run = await load();
    const open = (): Promise<void> => run.extract();
    const save = async (button: string, name: string): Promise<string> => {
      const file = join(around, name);
      await saveRealFile({ display, file, open: () => run.button(button).click() });
      return file;
    };
    const extract = (): Promise<void> => pickRealFolder({ display, page, folder: target, open });
    const reopen = async (dying: RunPage): Promise<ReopenedRun> => {
      await crash(dying.page);
      const next = await newPage();
      await watchPicker(next.page);
      const again = await next.load();
      const press = (button: string): Promise<void> =>
        allowAgain({
          display,
          ask: () => again.button(button).click(),
          hasAll: async () => (await again.state()) !== 'idle',
        });
      const pressForFile = (button: string, says: string): Promise<void> =>
        allowFileAgain({
          display,
          ask: () => again.button(button).click(),
          hasAll: async () => (await again.text()).includes(says),
        });
      return { run: again, press, pressForFile };
    };
    return { run, target, around, extract, save, reopen };
  };
}

/** Ends the process behind a page, with all that it was about to do. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Nobody is left to answer.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

interface NewPage {
  readonly page: Page;
  readonly display: Display | undefined;
  readonly load: () => Promise<RunPage>;
}

function useBrowser({ isHeaded }: { readonly isHeaded: boolean }): () => Promise<NewPage> {
  let chromium: Chromium | undefined;
  let display: Display | undefined;
  let origin = '';
  const started: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const served = await serveBuiltPage();
    started.push(() => served.stop());
    origin = served.origin;
    if (isHeaded) {
      const screen = await Display.start();
      started.push(() => screen.stop());
      display = screen;
    }
    const browser = await Chromium.launch(display && { display });
    started.push(() => browser.close());
    chromium = browser;
  });
  afterEach(async () => {
    for (const page of chromium?.context.pages().slice(1) ?? []) await page.close();
    expect(chromium?.takeComplaints()).toEqual([]);
  });
  afterAll(async () => {
    for (const stop of started.toReversed()) await stop();
  });

  return async () => {
    if (chromium === undefined) throw new Error('Pages are made in tests, not before.');
    const page = await chromium.newPage();
    return { page, display, load: () => loadPage(page, origin) };
  };
}

/** Without a picker for files the page falls back to a plain input, which a test can fill. */
export async function loadPage(page: Page, origin: string): Promise<RunPage> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'showOpenFilePicker');
  });
  await page.goto(`${origin}/`);
  return new RunPage(page);
}
