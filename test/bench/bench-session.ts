// One headed Chromium on a display of its own, with the product and the bench's own page each on a server, and real folders
// that are gone afterwards.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from 'playwright-core';
import { Chromium } from '../support/chromium.ts';
import { Display } from '../support/display.ts';
import { pickRealFolder, saveRealFile, watchPicker } from '../support/real-picker.ts';
import { serve, type Served } from '../support/serve.ts';
import { serveBenchPage } from './bench-page.ts';
import { ProductPage } from './product-page.ts';

export class BenchSession {
  readonly #display: Display;
  readonly #chromium: Chromium;
  readonly #product: Served;
  readonly #bench: Served;
  readonly #around: string;

  private constructor(parts: { display: Display; chromium: Chromium; product: Served; bench: Served; around: string }) {
    this.#display = parts.display;
    this.#chromium = parts.chromium;
    this.#product = parts.product;
    this.#bench = parts.bench;
    this.#around = parts.around;
  }

  static async start(): Promise<BenchSession> {
    const product = await serve();
    const bench = await serveBenchPage();
    const display = await Display.start();
    const chromium = await Chromium.launch({ display });
    const around = await mkdtemp(join(tmpdir(), 'unstow-bench-'));
    return new BenchSession({ display, chromium, product, bench, around });
  }

  get browserVersion(): string {
    return this.#chromium.context.browser()?.version() ?? 'unknown';
  }

  /**
   * An empty real folder, gone when the session ends. Not sooner: ext4 goes out of its way not to reuse what was deleted in
   * the last minutes, and writing thousands of files after deleting thousands takes it up to four times as long.
   */
  newFolder(): Promise<string> {
    // The dialog can type this name on any keyboard.
    return mkdtemp(join(this.#around, 'site-'));
  }

  /** The product in a tab of its own, closed after `use`. `onWorker` is called with its worker before anything is opened. */
  async withProduct<Result>(
    use: (product: ProductPage) => Promise<Result>,
    onWorker: (worker: Worker) => Promise<void> = () => Promise.resolve(),
  ): Promise<Result> {
    return this.#withPage(async (page) => {
      const product = await ProductPage.load(page, this.#product.origin, onWorker);
      return use(product);
    });
  }

  /** The bench's own page, likewise. */
  async withBench<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
    return this.#withPage(async (page) => {
      await page.goto(this.#bench.origin);
      return use(page);
    });
  }

  /** Gives the page a real folder by the real dialog, which `open` brings up. */
  pick(page: Page, folder: string, open: () => Promise<void>): Promise<void> {
    return pickRealFolder({ display: this.#display, page, folder, open });
  }

  /** Answers the real dialog for a file, which `open` brings up. */
  save(file: string, open: () => Promise<void>): Promise<void> {
    return saveRealFile({ display: this.#display, file, open });
  }

  async stop(): Promise<void> {
    await this.#chromium.close();
    await this.#display.stop();
    await this.#product.stop();
    await this.#bench.stop();
    await rm(this.#around, { recursive: true, force: true });
  }

  async #withPage<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
    const page = await this.#chromium.newPage();
    try {
      await watchPicker(page);
      return await use(page);
    } finally {
      await page.close();
    }
  }
}

/** Files in a folder and below it. */
export async function countFiles(folder: string): Promise<number> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).length;
}
