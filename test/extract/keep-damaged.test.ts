// P-09: half a file rather than none, where the user says so. Never under the file's own name, and never as the file.
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { Session } from '../../src/extract/session.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { concat } from '../support/byte-writer.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixturePassword } from '../support/fixtures.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';
import { folderSink, holdOf, prepare, prepareJpa, start, type Prepared } from './run.ts';
import { fileOf, into, quiet, usual } from './session-files.ts';

const keeping = { ...usual, keepsDamaged: true };
const asking = { ...usual, skipsDamage: false };

/** Not to be packed much smaller. */
function noise(size: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: size }, () => (state = (state * 48_271) % 0x7fffffff) % 251);
}

function startOf(kept: Uint8Array | undefined, whole: Uint8Array): boolean {
  return kept !== undefined && Buffer.from(whole.subarray(0, kept.length)).equals(kept);
}

async function kept(prepared: Prepared): Promise<{ folder: FakeFolder; issues: readonly Issue[] }> {
  const folder = new FakeFolder();
  const run = start(prepared, folderSink(folder), undefined, keeping);
  expect(await run.end).toEqual({ error: null });
  return { folder, issues: run.report.facts.issues };
}

describe('of a damaged file is kept', () => {
  test('all of it, where only its checksum is wrong', async () => {
    const entries = [
      { path: 'a/bad', content: 'whole', fields: { crc32: 1 } },
      { path: 'last', content: 'last' },
    ];
    const { folder, issues } = await kept(await prepare(singlePart(writeZip({ entries }))));
    expect(folder.text('a/bad.damaged')).toBe('whole');
    expect([...folder.files().keys()]).toEqual(['a/bad.damaged', 'last']);
    expect(issues).toMatchObject([
      { kind: 'damaged', path: 'a/bad', damage: { what: 'checksum' } },
      { kind: 'kept-damaged', path: 'a/bad', writtenAs: 'a/bad.damaged', size: 5, of: 5 },
    ]);
  });

  test.each([30_000, 300_000, 3_000_000])(
    'the start of a deflated one of %d bytes that breaks in its middle',
    async (size) => {
      const content = noise(size);
      const packed = new Uint8Array(deflateRawSync(content));
      const half = Math.floor(packed.length / 2);
      const most = inflateRawSync(packed.subarray(0, half), { finishFlush: constants.Z_SYNC_FLUSH }).length;
      const data = concat([packed.subarray(0, half), new Uint8Array(packed.length - half).fill(0xff)]);
      const { folder } = await kept(await prepareJpa([{ path: 'bad', content, fields: { data } }]));
      const found = folder.files().get('bad.damaged') ?? new Uint8Array();
      const sound = found.findIndex((byte, at) => byte !== content[at]);
      expect(sound === -1 ? found.length : sound).toBeGreaterThanOrEqual(most);
      expect(folder.files().has('bad')).toBe(false);
    },
  );

  test('the chunks of a JPS before the broken one', async () => {
    const content = noise(3 * 65_536);
    const chunks = [{}, {}, { innerSize: 1_000_000 }];
    const entries = [{ path: 'bad', content, chunks, chunkSize: 65_536 }];
    const archive = singlePart(writeJps({ entries, password: fixturePassword }));
    const { folder } = await kept(await prepare(archive, fixturePassword));
    const found = folder.files().get('bad.damaged');
    expect(found?.length).toBe(2 * 65_536);
    expect(startOf(found, content)).toBe(true);
  });

  test('what lies before the place where the archive was cut', async () => {
    const content = noise(500_000);
    const archive = writeJpa({ entries: [{ path: 'bad', content, store: true }] });
    const session = new Session();
    await session.survey([fileOf('site.jpa', archive.subarray(0, 300_000))]);
    await session.open(0, { salvages: true }, quiet);
    const folder = new FakeFolder();
    const outcome = await session.extract(into(folder), keeping, quiet);
    const found = folder.files().get('bad.damaged');
    expect(found?.length).toBeGreaterThan(299_000);
    expect(startOf(found, content)).toBe(true);
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 0 });
  });
});

test('nothing is kept where nothing can be read', async () => {
  const { folder, issues } = await kept(
    await prepareJpa([{ path: 'bad', content: 'x', fields: { data: '\xff\xff' } }]),
  );
  expect(folder.files().size).toBe(0);
  expect(issues).toMatchObject([{ kind: 'damaged', path: 'bad' }]);
});

const short: JpaEntry = { path: 'bad', content: 'abc', store: true, fields: { size: 4 } };

/** With no room for the piece before some is made. */
function fullDisk(): { readonly folder: FakeFolder; readonly free: () => void } {
  let isFull = true;
  const folder = new FakeFolder({
    fault: (operation, path) =>
      isFull && operation === 'close' && path === 'bad.damaged'
        ? new DOMException('full', 'QuotaExceededError')
        : undefined,
  });
  const free = (): void => {
    isFull = false;
  };
  return { folder, free };
}

test('a file of that name stays as it was, and what is kept has a number in its name', async () => {
  const folder = new FakeFolder();
  folder.put('bad.damaged', 'mine');
  const run = start(await prepareJpa([short]), folderSink(folder), undefined, keeping);
  expect(await run.end).toEqual({ error: null });
  expect(folder.text('bad.damaged')).toBe('mine');
  expect(folder.text('bad (2).damaged')).toBe('abc');
  expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged' }, { writtenAs: 'bad (2).damaged' }]);
});

test('what cannot be written holds the run, and is done again', async () => {
  const { folder, free } = fullDisk();
  const run = start(await prepareJpa([short]), folderSink(folder), undefined, keeping);
  expect(await holdOf(run)).toMatchObject({ problem: { code: 'disk-full' } });
  expect(folder.files().size).toBe(0);
  free();
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect(folder.text('bad.damaged')).toBe('abc');
});

describe('where a part cannot be read any more the second time', () => {
  // More than is held in memory.
  const size = 5_000_000;
  const bytes = writeJpa({ entries: [{ path: 'bad', content: noise(size), store: true, fields: { size: size + 1 } }] });

  /** Held, as the end of the part is gone when the piece is written. */
  async function unplugged() {
    const whole = new MemorySource(bytes);
    const part = { isUnplugged: false };
    const source = {
      size: bytes.length,
      read(offset: number, length: number) {
        if (part.isUnplugged && offset + length > 250_000) return Promise.reject(new ExtractError('part-unreadable'));
        return whole.read(offset, length);
      },
    };
    const folder = new FakeFolder({
      fault: (operation) => {
        if (operation === 'createWritable') part.isUnplugged = true;
        return undefined;
      },
    });
    const run = start(await prepare(singlePart(source)), folderSink(folder), undefined, keeping);
    expect(await holdOf(run)).toMatchObject({ problem: { code: 'part-unreadable' } });
    return { part, run, folder };
  }

  test('it is asked for, and all of the piece is there once it can be', async () => {
    const { part, run, folder } = await unplugged();
    part.isUnplugged = false;
    run.control.answer('retry');
    expect(await run.end).toEqual({ error: null });
    expect(folder.files().get('bad.damaged')).toHaveLength(size);
    expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged' }, { kind: 'kept-damaged', size }]);
  });

  test('and never will, what is told is what is there', async () => {
    const { run, folder } = await unplugged();
    run.control.answer('skip');
    expect(await run.end).toEqual({ error: null });
    const { length } = folder.files().get('bad.damaged') ?? [];
    expect(length).toBeLessThan(400_000);
    expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged' }, { kind: 'kept-damaged', size: length }]);
  });
});

test('a part that is given up the first time is not asked about again', async () => {
  const content = noise(500_000);
  const bytes = writeJpa({ entries: [{ path: 'bad', content, store: true }] });
  const whole = new MemorySource(bytes);
  const source = {
    size: bytes.length,
    read: (offset: number, length: number) =>
      offset + length > 250_000 ? Promise.reject(new ExtractError('part-unreadable')) : whole.read(offset, length),
  };
  const folder = new FakeFolder();
  const prepared = await prepare(singlePart(bytes));
  const run = start({ ...prepared, source: singlePart(source) }, folderSink(folder), undefined, keeping);
  expect(await holdOf(run)).toMatchObject({ problem: { code: 'part-unreadable' } });
  run.control.answer('skip');
  expect(await run.end).toEqual({ error: null });
  expect(startOf(folder.files().get('bad.damaged'), content)).toBe(true);
});

test('what of it cannot be removed again is told', async () => {
  const folder = new FakeFolder({
    fault: (operation, path) => {
      if (path !== 'bad.damaged') return undefined;
      if (operation === 'removeEntry') return new DOMException('in use', 'NoModificationAllowedError');
      return operation === 'close' ? new DOMException('no', 'DataError') : undefined;
    },
  });
  const run = start(await prepareJpa([short]), folderSink(folder), undefined, keeping);
  expect(await holdOf(run)).toMatchObject({ problem: { code: 'write-failed' } });
  run.control.answer('skip');
  expect(await run.end).toEqual({ error: null });
  expect(run.report.facts.issues).toMatchObject([
    { kind: 'damaged', path: 'bad' },
    { kind: 'left-behind', path: 'bad', writtenAs: 'bad.damaged' },
  ]);
});

describe('where the run asks', () => {
  const entries = [short, { ...short, path: 'worse' }, { path: 'z', content: 'z' }];

  test('one can be kept, and the next is asked about', async () => {
    const folder = new FakeFolder();
    const run = start(await prepareJpa(entries), folderSink(folder), undefined, asking);
    await holdOf(run);
    run.control.answer('keep');
    expect(await holdOf(run)).toMatchObject({ problem: { where: { entry: 'worse' } } });
    run.control.answer('skip');
    expect(await run.end).toEqual({ error: null });
    expect([...folder.files().keys()].sort()).toEqual(['bad.damaged', 'z']);
  });

  test('one whose piece could not be written at once is asked about once', async () => {
    const { folder, free } = fullDisk();
    const run = start(await prepareJpa([short]), folderSink(folder), undefined, asking);
    await holdOf(run);
    run.control.answer('keep');
    await vi.waitFor(() => {
      expect(run.control.held).toMatchObject({ problem: { code: 'disk-full' } });
    });
    free();
    run.control.answer('retry');
    expect(await run.end).toEqual({ error: null });
    expect(folder.text('bad.damaged')).toBe('abc');
    expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged' }, { kind: 'kept-damaged' }]);
  });

  test('all can be kept', async () => {
    const folder = new FakeFolder();
    const run = start(await prepareJpa(entries), folderSink(folder), undefined, asking);
    await holdOf(run);
    run.control.answer('keep-all');
    expect(await run.end).toEqual({ error: null });
    expect([...folder.files().keys()].sort()).toEqual(['bad.damaged', 'worse.damaged', 'z']);
  });
});
