// What is ticked, on its way from the page to the run.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { BackupContent } from '../../src/ui/backup-content.svelte.ts';
import { backupFacts } from '../../src/ui/facts.ts';
import { outputHint } from '../../src/ui/output-hint.ts';
import { isOpen, type OpenBackup, type PackTarget } from '../../src/ui/run-state.ts';
import { file, folder, useExtraction } from './support/extraction-stage.ts';
import { open, outcome } from './support/fake-client.ts';
import { nodeOf, tableOf } from './tree/tables.ts';

const stage = useExtraction();
const usual = { writesDirectly: false };
const target = () => stage().extraction.target;
const zip: PackTarget = { kind: 'zip', name: 'site.zip', handle: null, page: 'p' };
const backup: OpenBackup = isOpen(open) ? open : expect.unreachable();
const table = () => ({ ...tableOf(['a/one', 'a/two', 'b']), sizes: Float64Array.of(5, 6, 400) });

async function opened(): Promise<BackupContent> {
  stage().prepare((client) => {
    client.table = table();
  });
  await stage().extraction.addFiles([file('site.jpa')]);
  const { content } = stage().extraction;
  await expect.poll(() => content.list.is).toBe('there');
  return content;
}

function toggle(content: BackupContent, name: string): void {
  if (content.list.is === 'there') content.toggle([nodeOf(content.list.view.tree, name)]);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('what is ticked', () => {
  test('goes to the survey of the folder and to the run', async () => {
    toggle(await opened(), 'b');
    await stage().run();
    expect(stage().client.surveyedFor?.selection).toEqual([[0, 2]]);
    expect(stage().client.choices).toMatchObject({ selection: [[0, 2]], skipsDamage: false });
  });

  test('N-01: goes with whether to keep what leads out, which the folder is asked about too', async () => {
    await opened();
    target().choose({ ...target().choices, keepsOutside: true });
    await stage().run();
    expect(stage().client.surveyedFor).toEqual({ selection: null, keepsOutside: true });
    expect(stage().client.choices).toMatchObject({ keepsOutside: true });
  });

  test('goes into one output file', async () => {
    toggle(await opened(), 'a');
    void target().packInto(zip);
    expect(stage().client.choices?.selection).toEqual([[2, 3]]);
  });

  test('is everything where nothing was unticked', async () => {
    await opened();
    await stage().run();
    expect(stage().client.surveyedFor?.selection).toBeNull();
    expect(stage().client.choices?.selection).toBeNull();
  });

  test('is told by the choices, and not kept with them', async () => {
    const content = await opened();
    toggle(content, 'b');
    target().choose({ ...target().choices, skipsDamage: true });
    toggle(content, 'b');
    expect(target().choices).toMatchObject({ skipsDamage: true, selection: null });
  });

  test('is the same for another try', async () => {
    toggle(await opened(), 'b');
    void target().packInto(zip);
    stage().client.run.reject(new ExtractError('disk-full'));
    await expect.poll(() => stage().extraction.state.name).toBe('failed');
    await stage().extraction.tryAgain();
    expect(target().choices.selection).toEqual([[0, 2]]);
  });

  test('is nothing of another backup', async () => {
    toggle(await opened(), 'b');
    stage().extraction.startOver();
    expect(target().choices.selection).toBeNull();
    await opened();
    expect(target().choices.selection).toBeNull();
  });

  test('is what the outcome is about', async () => {
    toggle(await opened(), 'b');
    await stage().run();
    stage().client.run.resolve(outcome({ isSelection: true, filesChosen: 2 }));
    await expect.poll(() => stage().extraction.state).toMatchObject({ name: 'done', outcome: { filesChosen: 2 } });
  });
});

test('of nothing there is no run', async () => {
  const content = await opened();
  content.tickOnly([]);
  await target().extractInto(folder);
  await target().packInto(zip);
  expect(stage().extraction.state.name).toBe('ready');
  expect(stage().client.calls.filter((call) => call.startsWith('extract'))).toEqual([]);
});

describe('the space needed', () => {
  const shown = (size: number): string | undefined =>
    backupFacts(backup, size).find(({ label }) => label === 'Free space needed')?.value;

  test('is that of the ticked files', async () => {
    const content = await opened();
    expect(shown(content.sizeIn(backup))).toBe('400 bytes');
    toggle(content, 'b');
    expect(content.sizeIn(backup)).toBe(11);
    expect(shown(content.sizeIn(backup))).toBe('11 bytes');
    content.tickOnly([]);
    expect(content.sizeIn(backup)).toBe(0);
  });

  test('is the whole backup’s where its list cannot be had', async () => {
    stage().prepare((client) => (client.listEntries = () => Promise.reject(new Error('a fault'))));
    await stage().extraction.addFiles([file('site.jpa')]);
    const { content } = stage().extraction;
    await expect.poll(() => content.list.is).toBe('failed');
    expect(content.sizeIn(backup)).toBe(400);
    expect(target().choices.selection).toBeNull();
  });

  test('is named where one output file is made by the browser first', () => {
    vi.stubGlobal('window', {});
    vi.stubGlobal('location', { protocol: 'https:' });
    expect(outputHint('zip', backup, 11, usual)).toMatch(/11 bytes .*a kilobyte more for each/);
    expect(outputHint('folder', backup, 11, usual)).toContain('empty folder');
  });

  test('is named too where a file that the user chooses is made by the browser first', () => {
    vi.stubGlobal('window', { showSaveFilePicker: () => null });
    vi.stubGlobal('location', { protocol: 'https:' });
    expect(outputHint('zip', backup, 11, usual)).toMatch(/continued .*11 bytes more/);
    expect(outputHint('zip', backup, 11, { writesDirectly: true })).toMatch(/lost if the page is closed/);
    vi.stubGlobal('location', { protocol: 'file:' });
    expect(outputHint('zip', backup, 11, usual)).toBe('You choose where it goes.');
  });
});
