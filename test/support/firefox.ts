// Starts the system's Firefox for a test, over WebDriver BiDi: a fresh profile, no calls home, downloads in a folder of its
// own, and the same ear for complaints as in chromium.ts. Playwright drives only a Firefox that it has patched itself.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import puppeteer, { type Browser, type ConsoleMessage, type Page } from 'puppeteer-core';
import type { Display } from './display.ts';
import { findFirefox } from './find-firefox.mjs';
import { quietPreferences, type Preferences } from './firefox-preferences.ts';

export interface FirefoxOptions {
  /** Headed on this display; headless without. */
  readonly display?: Display;
  /** Further preferences, as about:config names them. */
  readonly preferences?: Preferences;
}

// A released Firefox heeds its preference for the address of remote settings only where this variable is set.
const quietEnvironment = { LANGUAGE: 'en', LC_ALL: 'C.UTF-8', MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' };

const patienceMs = 60_000;
const pollMs = 20;

export class Firefox {
  /** Where downloads go. Deleted on closing. */
  readonly downloadFolder: string;
  readonly #browser: Browser;
  #complaints: string[] = [];

  private constructor(browser: Browser, downloadFolder: string) {
    this.#browser = browser;
    this.downloadFolder = downloadFolder;
  }

  static async launch({ display, preferences = {} }: FirefoxOptions = {}): Promise<Firefox> {
    const executablePath = findFirefox();
    if (executablePath === undefined)
      throw new Error('No Firefox here: node test/support/install-browser.mjs says more.');
    const downloadFolder = await mkdtemp(join(tmpdir(), 'unstow-downloads-'));
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: display === undefined,
      extraPrefsFirefox: { ...quietPreferences(downloadFolder), ...preferences },
      env: { ...process.env, ...quietEnvironment, ...(display && { DISPLAY: display.name }) },
      defaultViewport: display === undefined ? { width: 1100, height: 900 } : null,
    });
    return new Firefox(browser, downloadFolder);
  }

  async newPage(): Promise<Page> {
    const page = await this.#browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(describe(message));
    });
    // Breaches of the page's policy come this way too.
    page.on('pageerror', (error) => this.#complaints.push(`uncaught: ${String(error)}`));
    return page;
  }

  async closePages(): Promise<void> {
    const [, ...pages] = await this.#browser.pages();
    for (const page of pages) await page.close();
  }

  /** Errors on the console (broken policies among them) and uncaught exceptions since the last call, pages' and workers'. */
  takeComplaints(): readonly string[] {
    const complaints = this.#complaints;
    this.#complaints = [];
    return complaints;
  }

  /**
   * Waits until a download of this name is complete, and resolves with its path. Until then Firefox keeps an empty file at
   * the name and the bytes beside it, and moves them there at the end: so an empty download never counts as complete. Where
   * the name is taken, Firefox adds "(1)" to it.
   */
  async waitForDownload(name: string): Promise<string> {
    const file = join(this.downloadFolder, name);
    const deadline = performance.now() + patienceMs;
    while (performance.now() < deadline) {
      const found = await stat(file).catch(() => null);
      if (found !== null && found.size > 0) return file;
      await wait(pollMs);
    }
    const there = await readdir(this.downloadFolder);
    throw new Error(`No download ${name}; the folder holds: ${there.join(', ') || 'nothing'}.`);
  }

  /** Removes what was downloaded, so that names are free again. */
  async forgetDownloads(): Promise<void> {
    for (const name of await readdir(this.downloadFolder)) await rm(join(this.downloadFolder, name));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.downloadFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function describe(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `${message.text()} (${url ?? 'no address'}:${lineNumber ?? 0})`;
}
