// Dropping works where picking does, for files and for whole folders.
import { copyFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, fixturePath } from '../support/fixtures.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
const paths = fixture('split/site-zip.zip').parts.map(fixturePath);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unstow-dropped-'));
  await mkdir(join(folder, 'backups'));
  for (const path of paths) await copyFile(path, join(folder, 'backups', basename(path)));
  await writeFile(join(folder, 'notes.txt'), 'not a part of anything');
});
afterAll(() => rm(folder, { recursive: true }));

test('dropped parts open as a backup', async () => {
  const { run } = await newRun();
  await run.drop(paths);
  await run.reaches('ready');
});

test('a dropped folder gives the parts in it, whatever else is there', async () => {
  const { run } = await newRun();
  await run.drop([folder]);
  await run.reaches('ready');
  expect(await run.page.getByRole('list', { name: 'Parts' }).getByRole('listitem').count()).toBe(paths.length);
});

describe('two backups of one name in two folders', () => {
  const months = ['january', 'february'] as const;
  let years: string;

  beforeAll(async () => {
    years = await mkdtemp(join(tmpdir(), 'unstow-years-'));
    for (const [index, month] of months.entries()) {
      await mkdir(join(years, month));
      for (const path of paths) {
        const copy = join(years, month, basename(path));
        await copyFile(path, copy);
        await utimes(copy, 1000, 1000 + index);
      }
    }
  });
  afterAll(() => rm(years, { recursive: true }));

  test.each(['dropped', 'chosen'] as const)('%s are two, told apart by their folders', async (how) => {
    const { run } = await newRun();
    if (how === 'dropped') await run.drop([years]);
    else await run.page.locator('input[type=file][webkitdirectory]').setInputFiles(years);
    await run.says('2 backups: which one?');
    const button = run.page.getByRole('button', { name: 'Open this backup', description: /in .*february/ });
    expect(await run.button('Open this backup').count()).toBe(2);
    await button.click();
    await run.reaches('ready');
    expect(await run.page.getByRole('list', { name: 'Parts' }).getByRole('listitem').count()).toBe(paths.length);
  });
});

test('parts dropped one by one come together', async () => {
  const { run } = await newRun();
  await run.drop(paths.slice(0, 4));
  await run.says('missing');
  await run.drop(paths.slice(4));
  await run.reaches('ready');
});
