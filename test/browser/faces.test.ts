// Every face of a run, in light and dark and on a narrow screen (show.ts).
import { beforeAll, expect, test } from 'vitest';
import { fixture, fixturePassword, fixturePath, readPart } from '../support/fixtures.ts';
import { fillOpfs } from '../support/opfs-folder.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { holdCloses } from './held-closes.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

const site = [
  { path: 'installation/index.php', content: '<?php // restores' },
  { path: '.htaccess', content: 'RewriteEngine On' },
  ...Array.from({ length: 60 }, (_, index) => ({
    path: `media/templates/site/cassiopeia/images/of-a-long-name/picture-${index}.svg`,
    content: `<svg>${index}</svg>`.repeat(900),
  })),
];
const backup = { name: 'site-example.org-20260402-101500utc.jpa', content: writeJpa({ entries: site }) };
const tooShort = { path: 'images/logo.png', content: 'too short', fields: { size: 4_096 } };
const damaged = {
  name: 'damaged.jpa',
  content: writeJpa({
    entries: [
      ...site.slice(0, 8),
      tooShort,
      { path: '../../outside.php', content: 'leaves the folder' },
      { path: 'current', kind: 'link', content: 'releases/12' },
    ],
  }),
};

async function readyWith(run: RunPage, file: typeof backup): Promise<void> {
  await run.chooseFiles([file]);
  await run.reaches('ready');
}

test('the open face, and what it finds', async () => {
  const { run } = await newRun();
  await run.says('site.zip, site.z01');
  await show(run, 'open');

  const parts = fixture('split/site.jpa').parts.map(fixturePath);
  await run.chooseFiles(parts.filter((path) => !path.endsWith('j03')));
  await run.says('site.j03');
  await run.focusesHeading();
  await show(run, 'open-part-missing');

  await run.button('Start over').click();
  await run.chooseFiles([fixturePath('site.zip'), fixturePath('site-v13.jpa'), fixturePath('README.md')]);
  await run.says('which one?');
  await run.focusesHeading();
  await show(run, 'open-several');

  await run.button('Start over').click();
  await run.chooseFiles([{ name: 'site.j99', content: 'a part' }]);
  await run.says('… and');
  expect(await run.page.locator('[data-part=missing]').count()).toBe(50);
  await show(run, 'open-many-missing');
});

test('the password, wrong and right', async () => {
  const { run } = await newRun();
  await run.chooseFiles([fixturePath('site.jps')]);
  await run.reaches('needs-password');
  await run.focusesHeading();
  await run.givePassword('not the password');
  await expect.poll(() => run.alert()).toMatch(/password/i);
  await show(run, 'needs-password');
});

test('one file: chosen, in the making, to be saved, and saved', async () => {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await run.chooseFiles([fixturePath('site-dynamic.jps')]);
  await run.givePassword(fixturePassword);
  await run.reaches('ready');
  await run.choose('One .zip file');
  await run.says('not encrypted');
  await show(run, 'ready-one-file');

  // The first thing a run waits for, held until its picture is taken.
  await run.page.workers()[0]?.evaluate(() => {
    navigator.storage.estimate = () =>
      new Promise((resolve) => {
        addEventListener('let-go', () => {
          resolve({});
        });
      });
  });
  await run.button('Save as .zip').click();
  await run.says('Saving as site-dynamic.zip');
  await run.focusesHeading();
  await show(run, 'running-one-file');
  await run.page.workers()[0]?.evaluate(() => dispatchEvent(new Event('let-go')));
  await run.reaches('done');
  await run.focusesHeading();
  await show(run, 'done-one-file');
  await Promise.all([run.page.waitForEvent('download'), run.button('Save the file').click()]);
  await run.says('Handed over');
  await show(run, 'done-one-file-saved');
});

test('one file that the user is to choose, and how it is made', async () => {
  const { run } = await newRun();
  await readyWith(run, backup);
  await run.choose('One .zip file');
  await run.says('so that it can be continued');
  await run.page.getByText('Advanced', { exact: true }).click();
  await show(run, 'ready-one-file');
  await run.page.getByRole('checkbox', { name: 'Write straight into the file' }).check();
  await run.says('it is lost if the page is closed');
});

test('a browser without folders', async () => {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    Reflect.deleteProperty(window, 'showDirectoryPicker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await readyWith(run, backup);
  await run.says('This browser cannot write into folders');
  await show(run, 'ready-no-folders');
});

test('ready, running, paused, cancelling and cancelled', async () => {
  const { run } = await newRun();
  const closes = holdCloses(run.page, 20);
  await readyWith(run, backup);
  await run.focusesHeading();
  await show(run, 'ready');

  await run.extract();
  await run.reaches('running');
  await run.focusesHeading();
  await expect.poll(() => run.progress()).toBeGreaterThan(10);
  await run.says('Unpacking files');
  await show(run, 'running');
  await run.button('Pause').click();
  await run.reaches('paused');
  await show(run, 'paused');
  await run.button('Cancel').click();
  await show(run, 'cancelling');

  await closes.release();
  await run.reaches('cancelled');
  await run.focusesHeading();
  await show(run, 'cancelled');
});

test('waiting for the browser, and not any longer', async () => {
  const { run } = await newRun();
  await run.page.clock.install();
  await run.page.reload();
  holdCloses(run.page, 20);
  await readyWith(run, backup);
  await run.extract();
  await run.says('being closed by the browser');
  await run.button('Cancel').click();
  await run.page.clock.fastForward(20_000);
  await run.button('Stop without waiting').waitFor();
  await show(run, 'cancelling-in-vain');
  await run.button('Stop without waiting').click();
  await run.focusesHeading();
  await show(run, 'cancelled-without-waiting');
});

test('done: complete, as chosen, and not complete', async () => {
  const { run, folder } = await newRun();
  await readyWith(run, backup);
  await run.extract();
  await run.reaches('done');
  await run.focusesHeading();
  await run.says('Your files are out.');
  expect(await run.text()).not.toContain('Read the warnings');
  await show(run, 'done');

  await run.button('Open another backup').click();
  await fillOpfs(run.page, folder, { 'notes.txt': 'from before' });
  await readyWith(run, backup);
  await run.extract();
  await run.button('Overwrite').waitFor();
  await show(run, 'folder-not-empty');
  await run.button('Skip files that are there').click();
  await run.reaches('done');
  await run.focusesHeading();
  await run.says('As you chose');
  expect(await run.text()).not.toContain('Complete');
  await show(run, 'done-as-chosen');

  await run.button('Open another backup').click();
  await readyWith(run, damaged);
  await show(run, 'ready-with-warnings');
  await run.extract();
  await run.button('Keep both').click();
  await run.says('is damaged');
  await show(run, 'held');
  await run.button('Go on without all such').click();
  await run.reaches('done');
  await run.says('Not complete');
  // The first thing that comes next.
  expect(await run.page.locator('main ol > li').first().textContent()).toMatch(/^\s*Read the warnings below/);
  await show(run, 'done-not-complete');
});

test('done without a file', async () => {
  const { run } = await newRun();
  await readyWith(run, {
    name: 'folders.jpa',
    content: writeJpa({ entries: [{ path: 'empty/' }, { path: 'cache/' }] }),
  });
  await run.extract();
  await run.reaches('done');
  await run.says('There are no files in this backup.');
  await show(run, 'done-no-files');
});

test('failed: while opening, and while extracting', async () => {
  const { run } = await newRun();
  const whole = readPart('site.jpa');
  await run.chooseFiles([{ name: 'cut.jpa', content: whole.subarray(0, whole.length - 5_000) }]);
  await run.reaches('failed');
  await run.focusesHeading();
  expect(await run.page.locator('button.main').allTextContents()).toEqual(['Go on past the damage']);
  await run.button('Try again').waitFor();
  await show(run, 'failed-opening');

  run.page.on('worker', (worker) => {
    void worker.evaluate(() => {
      Object.defineProperty(FileSystemWritableFileStream.prototype, 'write', {
        value: () => Promise.reject(new DOMException('', 'QuotaExceededError')),
      });
    });
  });
  await run.page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle('site.zip', { create: true });
    window.showSaveFilePicker = () => Promise.resolve(file);
  });
  // With a new worker.
  await run.button('Start over').click();
  await readyWith(run, { name: 'site.jpa', content: writeJpa({ entries: [tooShort, ...site] }) });
  // What is written directly cannot be gone on with: what fails it ends the run.
  await run.choose('One .zip file');
  await run.page.getByText('Advanced', { exact: true }).click();
  await run.page.getByRole('checkbox', { name: 'Write straight into the file' }).check();
  await run.button('Save as .zip').click();
  await run.says('is damaged');
  await run.button('Go on without it').click();
  await run.reaches('failed');
  await run.focusesHeading();
  await run.says('The disk is full.');
  await show(run, 'failed-extracting');

  await run.button('Try again').click();
  await run.reaches('ready');
  await run.focusesHeading();
  await run.says('Warnings from the last try');
  await show(run, 'ready-after-failure');
});
