import { beforeEach, describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { DatabaseSaving, type SqlTarget } from '../../src/ui/database-saving.svelte.ts';
import { FakeDatabases, savedDatabase, siteDatabase } from './support/fake-databases.ts';

const target: SqlTarget = { fileName: 'a.sql', handle: null, page: 'p', origin: { site: 'a.example', takenAt: null } };
let worker: FakeDatabases;
let saving: DatabaseSaving;

beforeEach(async () => {
  worker = new FakeDatabases();
  saving = new DatabaseSaving(() => worker);
  await saving.look();
  saving.open(siteDatabase.key);
});

function chosen(change: object): void {
  if (saving.state.name === 'choosing') saving.choose({ ...saving.state.choice, ...change });
}

test('what is chosen goes to the worker, and its answer to the page', async () => {
  chosen({ prefix: 'other', typedPrefix: 'x_', left: new Set(['other']), dropsFirst: true, isCompressed: true });
  const over = saving.save(target);
  expect(saving.state).toMatchObject({ name: 'saving', progress: { bytesDone: 0, bytesTotal: 17_032 } });
  worker.tellDatabase({ bytesDone: 9000, bytesTotal: 17_032 });
  expect(saving.state).toMatchObject({ progress: { bytesDone: 9000 }, isCancelling: false });
  expect(saving.isBusy).toBe(true);
  expect(worker.order).toEqual({
    key: siteDatabase.key,
    tables: ['#__content', '#__users'],
    prefix: 'x_',
    dropsFirst: true,
    isCompressed: true,
    without: [],
    handle: null,
    page: 'p',
    site: 'a.example',
    takenAt: null,
  });
  worker.exporting.resolve(savedDatabase);
  await over;
  expect(saving.state).toMatchObject({ name: 'saved', fileName: 'a.sql', result: savedDatabase });
  expect(saving.isBusy).toBe(false);
});

test('after a damaged file of the dump, it goes on without that, and what is saved says so', async () => {
  const problem = { entry: 'installation/sql/site.s01' };
  const failing = saving.save(target);
  worker.exporting.reject(new ExtractError('database-damaged', problem));
  await failing;
  expect(saving.damagedFile).toBe(problem.entry);
  saving.goOnWithout(problem.entry);
  expect(saving.damagedFile).toBeNull();
  const over = saving.save(target);
  expect(worker.order).toMatchObject({ without: [problem.entry] });
  worker.exporting.resolve(savedDatabase);
  await over;
  expect(saving.state).toMatchObject({ name: 'saved', database: { missing: ['site.s01'], missingCount: 1 } });
});

test('what cannot be right is not begun', async () => {
  chosen({ prefix: 'other', typedPrefix: 'a b' });
  await saving.save(target);
  expect(saving.state.name).toBe('choosing');
  expect(worker.order).toBeNull();
});

describe('cancelling', () => {
  test('leads back to the choices, which are as they were', async () => {
    chosen({ dropsFirst: true });
    const over = saving.save(target);
    await saving.close();
    expect(saving.state).toMatchObject({ name: 'saving', isCancelling: true });
    expect(worker.databaseCalls).toEqual(['cancelDatabase']);
    worker.exporting.resolve(null);
    await over;
    expect(saving.state).toMatchObject({ name: 'choosing', choice: { dropsFirst: true } });
  });
  test('that comes too late changes nothing', async () => {
    const over = saving.save(target);
    await saving.cancel();
    worker.exporting.resolve(savedDatabase);
    await over;
    expect(saving.state.name).toBe('saved');
  });
});

describe('a failure', () => {
  test('is told, and the choices are tried again', async () => {
    chosen({ isCompressed: true });
    const over = saving.save(target);
    worker.exporting.reject(new ExtractError('database-cut', { entry: 'x' }));
    await over;
    expect(saving.state).toMatchObject({ name: 'failed', problem: { code: 'database-cut', where: { entry: 'x' } } });
    saving.tryAgain();
    expect(saving.state).toMatchObject({ name: 'choosing', choice: { isCompressed: true } });
  });
  test('of the program has no code', async () => {
    const over = saving.save(target);
    worker.exporting.reject(new Error('a bug'));
    await over;
    expect(saving.state).toMatchObject({ name: 'failed', problem: null });
  });
  test('of a list that cannot be read leaves no database to be saved', async () => {
    worker.listDatabases = () => Promise.reject(new ExtractError('part-unreadable'));
    const other = new DatabaseSaving(() => worker);
    await other.look();
    expect(other.databases).toEqual([]);
    other.open();
    expect(other.state.name).toBe('closed');
  });
});

describe('a download', () => {
  const download = new Blob(['x']);

  test('is nobody’s until it is handed over, and deleted when the dialog is closed', async () => {
    const over = saving.save(target);
    worker.exporting.resolve({ ...savedDatabase, download });
    await over;
    expect(saving.isBusy).toBe(true);
    saving.handedOver();
    expect(saving.isBusy).toBe(false);
    await saving.close();
    expect(worker.databaseCalls).toEqual(['forgetDatabase']);
    expect(saving.state.name).toBe('closed');
  });
});

describe('tables that are not listed', () => {
  beforeEach(async () => {
    worker.databases = [{ ...siteDatabase, tables: null }];
    await saving.look();
    saving.open(siteDatabase.key);
  });

  test('are read from the dump, once', async () => {
    const over = saving.listTables();
    expect(saving.state.name).toBe('listing');
    worker.listing.resolve(['#__a']);
    await over;
    expect(saving.state).toMatchObject({ name: 'choosing', database: { tables: ['#__a'] } });
    await saving.close();
    saving.open(siteDatabase.key);
    expect(saving.state).toMatchObject({ database: { tables: ['#__a'] } });
  });
  test('stay unknown where that is cancelled', async () => {
    const over = saving.listTables();
    worker.listing.resolve(null);
    await over;
    expect(saving.state).toMatchObject({ name: 'choosing', database: { tables: null } });
  });
});

test('an answer for a backup that is closed changes nothing', async () => {
  const over = saving.save(target);
  saving.forget();
  worker.exporting.resolve(savedDatabase);
  await over;
  expect(saving.state.name).toBe('closed');
  expect(saving.databases).toEqual([]);
});
