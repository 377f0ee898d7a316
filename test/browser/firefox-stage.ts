// stage.ts for Firefox: the built page on its own server, and one Firefox. After every test the page must have kept quiet.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Firefox } from '../support/firefox.ts';
import { serveBuiltPage } from '../support/serve.ts';
import { FirefoxPage } from './firefox-page.ts';

export interface FirefoxRun {
  readonly run: FirefoxPage;
  /** Waits until a download of this name is complete, and resolves with its path. After the test it is gone. */
  readonly downloaded: (name: string) => Promise<string>;
  /** Closes the tab as it is, and opens the page in another one. */
  readonly reopen: () => Promise<FirefoxPage>;
  /** Errors heard so far, for a test that expects them: taken here, they do not fail it. */
  readonly takeComplaints: () => readonly string[];
}

/** Call at the top of a test file or of a `describe`; what it returns loads the page. */
export function useFirefoxStage(): () => Promise<FirefoxRun> {
  let firefox: Firefox | undefined;
  let origin = '';
  const started: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const served = await serveBuiltPage();
    started.push(() => served.stop());
    origin = served.origin;
    const browser = await Firefox.launch();
    started.push(() => browser.close());
    firefox = browser;
  });
  afterEach(async () => {
    await firefox?.closePages();
    await firefox?.forgetDownloads();
    expect(firefox?.takeComplaints()).toEqual([]);
  });
  afterAll(async () => {
    for (const stop of started.toReversed()) await stop();
  });

  return async () => {
    if (firefox === undefined) throw new Error('Pages are made in tests, not before.');
    const browser = firefox;
    const open = async (): Promise<FirefoxPage> => {
      const page = await browser.newPage();
      await page.goto(`${origin}/`);
      return new FirefoxPage(page);
    };
    const run = await open();
    return {
      run,
      reopen: async () => {
        await run.page.close();
        return open();
      },
      downloaded: (name) => browser.waitForDownload(name),
      takeComplaints: () => browser.takeComplaints(),
    };
  };
}
