// The list of what is in a backup, and what of it is ticked, through all that may come in between.
import { describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { BackupContent } from '../../src/ui/backup-content.svelte.ts';
import { blockedWords, foundLine, nothingWords, selectionLine, type Ticked } from '../../src/ui/selection-words.ts';
import { root } from '../../src/ui/tree/tree.ts';
import { file, useExtraction } from './support/extraction-stage.ts';
import { Pending } from './support/pending.ts';
import { nodeOf, tableOf, treeOf } from './tree/tables.ts';

const stage = useExtraction();
const table = tableOf(['a/one', 'a/two', 'b']);

async function open(paths: readonly string[] = table.paths): Promise<BackupContent> {
  const { content } = stage().extraction;
  stage().prepare((client) => (client.table = tableOf(paths)));
  await stage().extraction.addFiles([file('site.jpa')]);
  await expect.poll(() => content.list.is).toBe('there');
  return content;
}

function listed({ list }: BackupContent): Extract<BackupContent['list'], { is: 'there' }> {
  if (list.is !== 'there') throw new Error(`the list is ${list.is}`);
  return list;
}

function tick(content: BackupContent, name: string): void {
  content.toggle([nodeOf(listed(content).view.tree, name)]);
}

describe('the list', () => {
  test('is made when a backup has been opened, with everything ticked', async () => {
    const content = await open();
    expect(listed(content).view.tree.entryCount).toBe(3);
    expect([content.selection, content.choice]).toEqual([null, 'everything']);
  });

  test('is busy until it is there, and no run begins meanwhile', async () => {
    const answer = new Pending<typeof table>();
    stage().prepare((client) => (client.listEntries = () => answer.promise));
    await stage().extraction.addFiles([file('site.jpa')]);
    const { content } = stage().extraction;
    expect(content.list.is).toBe('busy');
    expect(blockedWords(content.list, false)).not.toBe('');
    answer.resolve(table);
    await expect.poll(() => content.list.is).toBe('there');
    expect(blockedWords(content.list, false)).toBe('');
  });

  test('that fails says so, can be asked for again, and keeps nobody from extracting everything', async () => {
    let isWell = false;
    stage().prepare((client) => {
      client.listEntries = () => (isWell ? Promise.resolve(table) : Promise.reject(new Error('a fault')));
    });
    await stage().extraction.addFiles([file('site.jpa')]);
    const { content, log } = stage().extraction;
    await expect.poll(() => content.list.is).toBe('failed');
    expect([content.selection, blockedWords(content.list, false)]).toEqual([null, '']);
    expect(stage().extraction.log.lines.join()).toContain('a fault');
    expect(log).toBeDefined();
    isWell = true;
    await content.loadAgain();
    expect(content.list.is).toBe('there');
  });

  test('is forgotten with the backup, and an answer that comes later is dropped', async () => {
    const answer = new Pending<typeof table>();
    stage().prepare((client) => (client.listEntries = () => answer.promise));
    await stage().extraction.addFiles([file('site.jpa')]);
    stage().extraction.startOver();
    answer.resolve(table);
    await Promise.resolve();
    expect(stage().extraction.content.list.is).toBe('none');
  });
});

describe('what is ticked', () => {
  test('by hand is what is chosen, until that is everything', async () => {
    const content = await open();
    tick(content, 'one');
    expect([content.selection, content.choice]).toEqual([[[1, 3]], 'by-hand']);
    tick(content, 'one');
    expect([content.selection, content.choice]).toEqual([null, 'everything']);
  });

  test('stays after a run that failed, and when the backup is opened anew', async () => {
    const content = await open();
    tick(content, 'a');
    const { view } = listed(content);
    await stage().run();
    stage().prepare((client) => (client.table = tableOf(table.paths)));
    stage().client.die(new ExtractError('worker-died'));
    await stage().extraction.tryAgain();
    expect(stage().clients).toHaveLength(2);
    await expect.poll(() => content.list.is).toBe('there');
    expect(content.selection).toEqual([[2, 3]]);
    expect(listed(content).view).toBe(view);
  });

  test('is forgotten when another backup is opened', async () => {
    const content = await open();
    tick(content, 'a');
    stage().extraction.startOver();
    await open(['a/one', 'a/two', 'c']);
    expect([content.selection, content.choice]).toEqual([null, 'everything']);
  });

  test('is what a preset means, or what matches', async () => {
    const content = await open();
    stage().client.chosen = ({ kind }) => (kind === 'matching' ? [[0, 1]] : [[2, 3]]);
    await content.choose('database');
    expect([content.selection, content.choice]).toEqual([[[2, 3]], 'database']);
    await content.match('*one');
    expect([content.selection, content.choice, content.patterns]).toEqual([[[0, 1]], 'matching', '*one']);
    expect(listed(content).by).toEqual({ choice: 'matching', patterns: '*one' });
    content.tickOnly([root]);
    expect([content.selection, content.choice]).toEqual([null, 'everything']);
  });

  test('stays as a preset has left it when ticking by hand begins', async () => {
    const content = await open();
    stage().client.chosen = () => [];
    await content.choose('database');
    await content.choose('by-hand');
    expect([content.selection, listed(content).by.choice]).toEqual([[], 'by-hand']);
  });

  test('is what was asked for last, whichever answer comes last', async () => {
    const content = await open();
    const answer = new Pending<readonly [number, number][]>();
    stage().client.choose = () => answer.promise;
    const choosing = content.choose('database');
    expect(content.isChoosing).toBe(true);
    expect(blockedWords(content.list, content.isChoosing)).not.toBe('');
    tick(content, 'b');
    expect(content.isChoosing).toBe(false);
    expect(listed(content).by.choice).toBe('by-hand');
    answer.resolve([[0, 1]]);
    await choosing;
    expect([content.selection, content.choice]).toEqual([[[0, 2]], 'by-hand']);
  });

  test('stays where a preset could not be found out', async () => {
    const content = await open();
    tick(content, 'b');
    stage().client.choose = () => Promise.reject(new Error('a fault'));
    await content.choose('database');
    expect([content.selection, content.choice, content.isChoosing]).toEqual([[[0, 2]], 'by-hand', false]);
  });
});

describe('words:', () => {
  const tree = treeOf('a/one', 'a/link@', 'empty/', 'two');
  const none: Ticked = { isEverything: false, files: 0, links: 0, emptyFolders: 0, bytes: 0 };

  test.each<[Partial<Ticked>, string]>([
    [{ isEverything: true, files: 2, bytes: 5 }, 'All of 2 files, 5 bytes'],
    [{ files: 1, bytes: 3_400_000 }, '1 of 2 files, 3.4 MB'],
    [{}, '0 of 2 files, 0 bytes'],
    [{ links: 1, emptyFolders: 2 }, '0 of 2 files, 1 link, 2 empty folders, 0 bytes'],
  ])('%j is "%s"', (ticks, words) => {
    expect(selectionLine(tree, { ...none, ...ticks })).toBe(words);
  });

  test('nothing ticked says why, and what to do', () => {
    expect(nothingWords({ choice: 'matching', patterns: ' ' })).toContain('type');
    expect(nothingWords({ choice: 'matching', patterns: 'x' })).toContain('whole path');
    expect(nothingWords({ choice: 'database', patterns: '' })).toContain('no database');
    expect(nothingWords({ choice: 'site-files', patterns: '' })).toContain('restoration script');
    expect(nothingWords({ choice: 'by-hand', patterns: '' })).toContain('Tick');
  });

  test('nothing ticked keeps a run from being started', async () => {
    const content = await open();
    content.toggle([root]);
    expect(blockedWords(content.list, false)).toContain('Nothing is ticked');
  });

  test.each([
    [0, 0, 'Nothing in the backup has this in its name or path.'],
    [1, 1, '1 match.'],
    [3, 3, '3 matches.'],
    [1200, 2, '1,200 matches: 2 by name, 1,198 by folder.'],
  ])('%d found, %d by name: %s', (length, byName, words) => {
    expect(foundLine({ nodes: new Int32Array(length), byName })).toBe(words);
  });
});
