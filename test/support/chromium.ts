// Starts the system's Chromium for a test: a fresh profile, no calls home, headless or on a display of its own, and with an
// ear for everything a page may complain of, so that a test can say that it complained of nothing.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type ConsoleMessage, type Page } from 'playwright-core';
import type { Display } from './display.ts';
import { findChromium } from './find-chromium.mjs';

export interface LaunchOptions {
  /** Headed on this display; headless without. */
  readonly display?: Display;
  /** Further command-line flags. */
  readonly flags?: readonly string[];
}

const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--lang=en-US',
];

// Where Safe Browsing is on and its service out of reach, closing a written file waits for seconds.
const preferences = { safebrowsing: { enabled: false } };

export class Chromium {
  readonly context: BrowserContext;
  /** URLs of every request a page or a worker has made so far. */
  readonly requests: string[] = [];
  readonly #profile: string;
  #complaints: string[] = [];

  private constructor(context: BrowserContext, profile: string) {
    this.context = context;
    this.#profile = profile;
    context.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(describe(message));
    });
    context.on('weberror', (error) => this.#complaints.push(`uncaught: ${error.error().message}`));
    context.on('request', (request) => this.requests.push(request.url()));
  }

  static async launch({ display, flags = [] }: LaunchOptions = {}): Promise<Chromium> {
    const executablePath = findChromium();
    if (executablePath === undefined)
      throw new Error('No Chromium here: node test/support/install-browser.mjs says more.');
    const profile = await mkdtemp(join(tmpdir(), 'unstow-profile-'));
    await mkdir(join(profile, 'Default'));
    await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
    // Chromium's sandbox does not start for root.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: display === undefined,
      args: [...quietFlags, ...sandbox, ...flags],
      env: { ...process.env, LANGUAGE: 'en', LC_ALL: 'C.UTF-8', ...(display && { DISPLAY: display.name }) },
      // On a display the page has the window's size: an emulated one would not match what the screen shows.
      viewport: display === undefined ? { width: 1100, height: 900 } : null,
    });
    return new Chromium(context, profile);
  }

  newPage(): Promise<Page> {
    return this.context.newPage();
  }

  /** Errors on the console (broken policies among them) and uncaught exceptions since the last call, pages' and workers'. */
  takeComplaints(): readonly string[] {
    const complaints = this.#complaints;
    this.#complaints = [];
    return complaints;
  }

  async close(): Promise<void> {
    await this.context.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function describe(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `${message.text()} (${url}:${lineNumber})`;
}
