// N-01: what leads out of the folder, as the page offers it: in the list, in the space needed, and in what goes to the run.
import { beforeEach, describe, expect, test } from 'vitest';
import type { BackupContent } from '../../src/ui/backup-content.svelte.ts';
import { isOpen, type OpenBackup } from '../../src/ui/run-state.ts';
import { selectionLine } from '../../src/ui/selection-words.ts';
import { file, useExtraction } from './support/extraction-stage.ts';
import { content as summary, open } from './support/fake-client.ts';
import { nodeOf, tableOf } from './tree/tables.ts';

const stage = useExtraction();
/** Of 1, 2, 3 and 4 bytes. */
const table = tableOf(['../evil.php', 'a/one', 'a/two', 'b/../x']);
const held = { ...open, content: { ...summary, size: 5, outside: { count: 2, size: 5 } } };
const backup: OpenBackup = isOpen(held) ? held : expect.unreachable();

function listed({ list }: BackupContent): Extract<BackupContent['list'], { is: 'there' }> {
  if (list.is !== 'there') throw new Error(`the list is ${list.is}`);
  return list;
}

async function opened(): Promise<BackupContent> {
  stage().prepare((client) => {
    client.table = table;
    client.opened = () => Promise.resolve(backup);
    client.chosen = ({ kind }) => (kind === 'site-files' ? [[0, 2]] : [[1, 2]]);
  });
  await stage().extraction.addFiles([file('site.jpa')]);
  const { content } = stage().extraction;
  await expect.poll(() => content.list.is).toBe('there');
  return content;
}

async function keep(keepsOutside: boolean): Promise<void> {
  const { target, content } = stage().extraction;
  target.choose({ ...target.choices, keepsOutside });
  await expect.poll(() => content.isChoosing).toBe(false);
}

const tick = (content: BackupContent, name: string): void => {
  content.toggle([nodeOf(listed(content).view.tree, name)]);
};
const line = (content: BackupContent): string => selectionLine(listed(content).view.tree, listed(content).ticks);

let content: BackupContent;
beforeEach(async () => {
  content = await opened();
});

test('is left out until it is asked for', async () => {
  expect([line(content), content.sizeIn(backup)]).toEqual(['All of 2 files, 5 bytes', 5]);
  await stage().run();
  expect(stage().client.surveyedFor).toEqual({ selection: null, keepsOutside: false });
  expect(stage().client.choices).toMatchObject({ selection: null, keepsOutside: false });
});

describe('where it is to be kept', () => {
  test('everything is all of it, and the folder is asked about that', async () => {
    await keep(true);
    expect([line(content), content.sizeIn(backup)]).toEqual(['All of 4 files, 10 bytes', 10]);
    await stage().run();
    expect(stage().client.surveyedFor).toEqual({ selection: null, keepsOutside: true });
    expect(stage().client.choices).toMatchObject({ selection: null, keepsOutside: true });
  });

  test('it is ticked beside what was ticked by hand, and can be unticked', async () => {
    tick(content, 'one');
    await keep(true);
    expect([content.selection, content.sizeIn(backup)]).toEqual([[[0, 1], [2, 4]], 8]); // prettier-ignore
    tick(content, 'x');
    expect([content.selection, content.sizeIn(backup)]).toEqual([[[0, 1], [2, 3]], 4]); // prettier-ignore
  });

  test('a preset means what it says of it', async () => {
    await content.choose('site-files');
    expect(content.selection).toEqual([[1, 2]]);
    await keep(true);
    expect([content.selection, content.choice]).toEqual([[[0, 2]], 'site-files']);
    await content.choose('database');
    expect(content.selection).toEqual([[1, 2]]);
  });

  test('the list is looked at as before', async () => {
    const { view } = listed(content);
    view.toggleFolder(nodeOf(view.tree, 'a'));
    view.search('two');
    await keep(true);
    expect(listed(content).view.query).toBe('two');
    listed(content).view.search('');
    expect([...listed(content).view.rows]).toEqual((view.search(''), [...view.rows]));
  });
});

test('it is out of the selection again where it is not to be kept after all', async () => {
  await keep(true);
  tick(content, 'one');
  await keep(false);
  expect(content.selection).toEqual([[2, 3]]);
  tick(content, 'one');
  expect(content.selection).toBeNull();
});

test('what was ticked by hand is everything where nothing else can be ticked any more', async () => {
  await keep(true);
  tick(content, 'x');
  expect(content.choice).toBe('by-hand');
  await keep(false);
  expect([content.choice, content.selection]).toEqual(['everything', null]);
});

test('that it is to be kept stays when the list is made anew, and goes with the backup', async () => {
  await keep(true);
  await content.loadAgain();
  expect([content.keepsOutside, line(content)]).toEqual([true, 'All of 4 files, 10 bytes']);
  stage().extraction.startOver();
  expect(stage().extraction.target.choices.keepsOutside).toBe(false);
});
