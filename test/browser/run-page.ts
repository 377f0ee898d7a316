// The page as a person uses it: picks files, types a password, presses a button, reads what it says.
import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';

export type RunState =
  'idle' | 'opening' | 'needs-password' | 'ready' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

/** A file on disk, or one made in the test. */
export type Picked = string | { readonly name: string; readonly content: string | Uint8Array };

const ends: readonly RunState[] = ['done', 'failed', 'cancelled'];

export class RunPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async chooseFiles(files: readonly Picked[]): Promise<void> {
    const paths = files.filter((file) => typeof file === 'string');
    const made = files.filter((file) => typeof file !== 'string');
    const input = this.page.locator('input[type=file]:not([webkitdirectory])');
    // Playwright takes either paths or contents.
    if (made.length === 0) await input.setInputFiles(paths);
    else if (paths.length === 0)
      await input.setInputFiles(
        made.map(({ name, content }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })),
      );
    else throw new Error('Files on disk and made ones cannot be picked together.');
  }

  /** Drops files or folders of the disk on the page, as from a file manager. */
  async drop(paths: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    await session.detach();
  }

  /** By the words its name begins with: what follows is for screen readers. */
  button(name: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${name}\\b`) });
  }

  async state(): Promise<string> {
    return (await this.page.locator('main').getAttribute('data-state')) ?? '';
  }

  /** Waits for one of these states. Where the run ends in another one, or nowhere, the error tells what the page says. */
  async reaches(...wanted: readonly RunState[]): Promise<void> {
    const stops: readonly string[] = [...wanted, ...ends];
    let state = '';
    const look = async (): Promise<boolean> => {
      state = await this.state();
      return stops.includes(state);
    };
    await expect.poll(look, { timeout: 60_000, interval: 30 }).toBe(true);
    if (!wanted.some((one) => one === state))
      expect.fail(`The page is "${state}" instead of "${wanted.join('" or "')}" and says:\n${await this.text()}`);
  }

  async givePassword(password: string): Promise<void> {
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses an output: "One .zip file". */
  async choose(output: string): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(`^${output.replaceAll('.', '\\.')}\\b`) }).check();
  }

  async extract(): Promise<void> {
    await this.button('Extract to folder').click();
  }

  /** Waits until these words can be read on the page. */
  async says(words: string | RegExp): Promise<void> {
    await expect.poll(() => this.text(), { timeout: 30_000 }).toMatch(words);
  }

  /** What the overall bar says, in percent; 0 before it is there. */
  async progress(): Promise<number> {
    const bar = this.page.getByRole('progressbar').first();
    if ((await bar.count()) === 0) return 0;
    return Number((await bar.getAttribute('aria-valuenow')) ?? 0);
  }

  /** The warnings as they are saved: all of them, where the list on the page shows what fits. Empty where there are none. */
  async warnings(): Promise<string> {
    const save = this.button('Save the warnings');
    if ((await save.count()) === 0) return '';
    const [download] = await Promise.all([this.page.waitForEvent('download'), save.click()]);
    return readFile(await download.path(), 'utf8');
  }

  /** What a screen reader is made to say at once; empty while there is nothing. */
  async alert(): Promise<string> {
    return (await this.page.getByRole('alert').allInnerTexts()).join(' ').trim();
  }

  /** Everything a person can read, in one string. */
  async text(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  /** Waits until the focus is on a heading, and there is one first heading only: how every face begins. */
  async focusesHeading(): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(await this.page.locator('h1').count()).toBe(1);
  }

  /** Controls that are seen and have no name that a screen reader could say. */
  async namelessControls(): Promise<readonly string[]> {
    const controls = this.page.locator(
      'button, input, summary, a[href], [role=progressbar], [tabindex="0"], dialog[open]',
    );
    return controls.evaluateAll((elements) =>
      elements
        .filter((element) => element.checkVisibility())
        .filter((element) => {
          const names = (element.getAttribute('aria-labelledby') ?? '').split(' ');
          const named = names.map((id) => document.getElementById(id)?.textContent ?? '').join('');
          const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
          // What lies in a list or a dialog is no name for it.
          const content = element.matches('button, summary, a') ? element.textContent : '';
          return `${element.ariaLabel ?? ''}${named}${label}${content}`.trim() === '';
        })
        .map((element) => element.outerHTML.slice(0, 200)),
    );
  }

  /** By how many pixels the page, or something in it that does not scroll, is wider than its window. */
  async overflow(): Promise<number> {
    return this.page.evaluate(() => {
      const width = document.documentElement.clientWidth;
      const rights = Array.from(document.querySelectorAll('main *, header, footer'), (element) =>
        element.matches('.unseen, .unseen *') ? 0 : element.getBoundingClientRect().right,
      );
      return Math.max(document.documentElement.scrollWidth, ...rights.map(Math.floor)) - width;
    });
  }
}
