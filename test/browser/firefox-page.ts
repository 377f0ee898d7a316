// The page as a person uses it in Firefox: run-page.ts for another driver, and only what the tests there ask for.
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { fixturePath, type Fixture } from '../support/fixtures.ts';
import type { RunState } from './run-page.ts';

const ends: readonly string[] = ['done', 'failed', 'cancelled'];

export class FirefoxPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a fixture, all its parts together, with its password where it has one, and waits until it is ready. */
  async open({ parts, password }: Fixture): Promise<void> {
    await this.chooseFiles(parts.map(fixturePath));
    if (password !== null) {
      await this.reaches('needs-password');
      await this.givePassword(password);
    }
    await this.reaches('ready');
  }

  async chooseFiles(paths: readonly string[]): Promise<void> {
    const input = await this.page.waitForSelector('input[type=file]:not([webkitdirectory])');
    if (input === null) throw new Error('The page has no input for files.');
    await input.uploadFile(...paths);
    await input.dispose();
  }

  async givePassword(password: string): Promise<void> {
    const field = await this.page.waitForSelector('input[type=password]', { visible: true });
    if (field === null) throw new Error('The page asks for no password.');
    await field.evaluate((input) => {
      input.select();
    });
    // Typed even where it is blank: the locator's own way of filling in nothing never takes the focus, and Enter needs it.
    await field.type(password);
    await field.press('Enter');
    await field.dispose();
  }

  /** Chooses an output: "tar.gz". */
  async choose(kind: string): Promise<void> {
    await this.page.locator(`input[type=radio][value="${kind}"]`).click();
  }

  /** Presses the button whose name begins with these words: what follows is for screen readers. */
  async press(name: string): Promise<void> {
    await this.page.locator(button(name)).click();
  }

  /**
   * Has one file made by the button of this name. The driver presses where a button was: what is still being read may move it, and
   * then it is pressed again.
   */
  async save(name: string): Promise<void> {
    await expect.poll(() => this.state()).toBe('ready');
    const isBegun = async (): Promise<boolean> => {
      if ((await this.state()) === 'ready') await this.press(name);
      return (await this.state()) !== 'ready';
    };
    await expect.poll(isBegun, { timeout: 60_000, interval: 500 }).toBe(true);
    await this.reaches('done');
  }

  /** Is there such a button? */
  async has(name: string): Promise<boolean> {
    return (await this.page.$(button(name))) !== null;
  }

  async state(): Promise<string> {
    return this.page.$eval('main', (main) => main.dataset['state'] ?? '');
  }

  /** Waits for this state. Where the run ends in another one, or nowhere, the error tells what the page says. */
  async reaches(wanted: RunState): Promise<void> {
    const stops = [wanted, ...ends];
    let state = '';
    const look = async (): Promise<string> => {
      state = await this.state();
      return state;
    };
    // Where it stays in another, the error below tells more.
    await expect
      .poll(look, { timeout: 60_000, interval: 30 })
      .toBeOneOf(stops)
      .catch(() => undefined);
    if (state !== wanted) expect.fail(`The page is "${state}" instead of "${wanted}" and says:\n${await this.text()}`);
  }

  /** What a screen reader is made to say at once; empty while there is nothing. */
  async alert(): Promise<string> {
    return this.page.$$eval('[role=alert]', (alerts) => alerts.map((alert) => alert.textContent.trim()).join(' '));
  }

  /** The figures of the page: from label to value, and to what it rounds where that is told. */
  async facts(): Promise<Readonly<Record<string, string>>> {
    return this.page.$$eval('dl > div', (rows) =>
      Object.fromEntries(
        rows.map((row) => {
          const [label, value] = [row.querySelector('dt'), row.querySelector('dd')];
          return [label?.textContent ?? '', value?.title === '' ? value.textContent : (value?.title ?? '')];
        }),
      ),
    );
  }

  /** How many parts of the backup are listed. */
  async partCount(): Promise<number> {
    return this.page.$$eval('[aria-label=Parts] > li', (parts) => parts.length);
  }

  /** Everything a person can read, in one string. */
  async text(): Promise<string> {
    return this.page.$eval('body', (body) => body.innerText);
  }
}

function button(name: string): string {
  return `::-p-xpath(//button[starts-with(concat(normalize-space(), ' '), '${name} ')])`;
}
