// The product as the bench drives it. Times are taken in the page itself, from the states it goes through.
import type { Page, Worker } from 'playwright-core';

interface Stamp {
  readonly state: string;
  /** Milliseconds of the page's own clock. */
  readonly at: number;
}

declare global {
  interface Window {
    /**
     * Every state the page has shown, and what came between: files chosen, a password entered, and, as `listed`, the first rows
     * of the tree painted.
     */
    stamps: Stamp[];
  }
}

/** The slowest run takes minutes. A page that says nothing for longer has got stuck, and the bench must not. */
const patienceMs = 15 * 60 * 1000;

export class ProductPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async load(page: Page, origin: string, onWorker: (worker: Worker) => Promise<void>): Promise<ProductPage> {
    const workers: Promise<void>[] = [];
    page.on('worker', (worker) => workers.push(onWorker(worker)));
    await page.addInitScript(() => {
      // Without it the page falls back to a file input, which can be filled.
      Reflect.deleteProperty(window, 'showOpenFilePicker');
      window.stamps = [];
      const stamp = (state: string): void => {
        window.stamps.push({ state, at: performance.now() });
      };
      let last = '';
      let hasRows = false;
      const look = (): void => {
        const state = document.querySelector('main')?.dataset['state'] ?? last;
        if (state !== last) stamp(state);
        last = state;
        if (hasRows || document.querySelector('[role=treegrid] [role=row][aria-level]') === null) return;
        hasRows = true;
        // What comes behind a frame comes when it has been painted.
        requestAnimationFrame(() => {
          setTimeout(stamp, 0, 'listed');
        });
      };
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ['data-state'] });
      for (const [type, mark] of Object.entries({ change: 'chosen', submit: 'entered' }))
        document.addEventListener(
          type,
          ({ target }) => {
            // A password that was typed is a change too.
            if (target instanceof Element && target.matches('input[type=file], form')) stamp(mark);
          },
          true,
        );
    });
    await page.goto(`${origin}/`);
    const product = new ProductPage(page);
    await product.reaches('idle');
    await Promise.all(workers);
    return product;
  }

  /** Chooses the archive and resolves when it is ready to be extracted, with the milliseconds that took. */
  async open(files: readonly string[], password?: string): Promise<number> {
    await this.page.locator('input[type=file]:not([webkitdirectory])').setInputFiles([...files]);
    if (password !== undefined) {
      await this.reaches('needs-password');
      await this.page.getByLabel('Password', { exact: true }).fill(password);
      await this.page.keyboard.press('Enter');
    }
    await this.reaches('ready');
    return this.#between('chosen', 'ready');
  }

  /** Resolves when the files of the open backup are in view, with the milliseconds that the page took to get there. */
  async listed(): Promise<number> {
    await this.page.waitForFunction(() => window.stamps.some(({ state }) => state === 'listed'), null, {
      timeout: patienceMs,
      polling: 100,
    });
    const isLocked = await this.page.evaluate(() => window.stamps.some(({ state }) => state === 'entered'));
    if (!isLocked) return this.#between('chosen', 'listed');
    return (await this.#between('chosen', 'needs-password')) + (await this.#between('entered', 'listed'));
  }

  async pressExtract(): Promise<void> {
    await this.page.getByRole('button', { name: 'Extract to folder', exact: true }).click();
  }

  /** Chooses one .zip file for an output. */
  async chooseZip(): Promise<void> {
    await this.page.getByRole('radio', { name: /^One \.zip file/ }).check();
  }

  async pressSaveZip(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save as .zip', exact: true }).click();
  }

  /** Resolves when the run is over, with the seconds from its first moment to its last. */
  async finished(): Promise<number> {
    await this.reaches('done');
    return (await this.#between('running', 'done')) / 1000;
  }

  /** What the page says, for when it is not what was hoped for. */
  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** Waits for a state, and fails at once where the page comes to rest in another. */
  async reaches(wanted: string): Promise<void> {
    const ends = [wanted, 'done', 'failed', 'cancelled'];
    await this.page.waitForFunction(
      (states) => states.includes(document.querySelector('main')?.dataset['state'] ?? ''),
      ends,
      { timeout: patienceMs, polling: 100 },
    );
    const state = await this.page.locator('main').getAttribute('data-state');
    if (state !== wanted) throw new Error(`"${state ?? ''}" instead of "${wanted}":\n${await this.text()}`);
  }

  async #between(from: string, to: string): Promise<number> {
    const stamps = await this.page.evaluate(() => window.stamps);
    const start = stamps.findLast((stamp) => stamp.state === from);
    const end = stamps.findLast((stamp) => stamp.state === to);
    if (start === undefined || end === undefined) throw new Error(`the page never was ${from}, or never ${to}`);
    return end.at - start.at;
  }
}
