// F-12: the disk of the folder is taken out and another comes up in its place, which takes files just as well. Nothing that
// went there counts as written.
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy } from '../../src/extract/worker-api.ts';
import { sumsHere } from '../support/sums-here.ts';
import { MemoryStore } from '../journal/runs.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { FailingFile } from './failing-file.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';
import { Slot, type OnCall } from './slot.ts';

const count = 300;

interface TextEntry extends JpaEntry {
  readonly path: string;
  readonly content: string;
}

function site(path: (number: number) => string): TextEntry[] {
  return Array.from({ length: count }, (_, number) => ({ path: path(number), content: `content ${number}` }));
}

function contents(entries: readonly TextEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ path, content }) => [path, content]));
}

/** Runs; puts the first disk back as soon as it is asked for, and tries all again that is asked about. */
async function run(slot: Slot, entries: readonly JpaEntry[], existing: ExistingPolicy = 'overwrite') {
  const session = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
  const asked = new Set<string>();
  const outcome = await session.extract(into(slot, existing), usual, ({ held }) => {
    if (held === null) return;
    asked.add(held.problem.code);
    if (held.problem.code === 'folder-changed' && slot.isExchanged) slot.putBack();
    void session.answer('retry');
  });
  return { outcome, asked };
}

/** The disk is exchanged when so many files were begun. */
function exchangedAt(begun: number): OnCall {
  let isOver = false;
  return (slot, operation) => {
    if (isOver || operation !== 'createWritable' || slot.begun !== begun) return;
    isOver = true;
    slot.exchange();
  };
}

test.each([
  ['in one folder', (number: number) => `f${number}`],
  ['each in a folder of its own', (number: number) => `d${number}/f`],
  ['in folders within folders', (number: number) => `d${number % 7}/e${number}/f`],
])('F-12 files that another disk took are written again, once the first is back: %s', async (_, path) => {
  const entries = site(path);
  const slot = new Slot(exchangedAt(100));
  const { outcome, asked } = await run(slot, entries);
  expect(asked).toContain('folder-changed');
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: count });
});

test('F-12 a disk that is exchanged when the last file has been begun is found out', async () => {
  const entries = site((number) => `f${number}`);
  const slot = new Slot(exchangedAt(count));
  const { outcome, asked } = await run(slot, entries);
  expect(asked).toContain('folder-changed');
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: count });
});

test.each(['overwrite', 'keep-both', 'skip'] as const)(
  'F-12 what was in the folder before is kept to, whatever is written again: %s',
  async (existing) => {
    const entries = site((number) => `f${number}`);
    const own = ['f95', 'f99', 'f101', 'f200'];
    const slot = new Slot(exchangedAt(100));
    for (const name of own) {
      const handle = await slot.handle.getFileHandle(name, { create: true });
      const stream = await handle.createWritable();
      await stream.write('mine');
      await stream.close();
    }
    slot.begun = 0;
    const { outcome } = await run(slot, entries, existing);
    const files = slot.files();
    for (const name of own) {
      const written = `content ${name.slice(1)}`;
      expect(files[name]).toBe(existing === 'overwrite' ? written : 'mine');
      if (existing === 'keep-both') expect(files[`${name} (2)`]).toBe(written);
    }
    expect(Object.keys(files)).toHaveLength(existing === 'keep-both' ? count + own.length : count);
    expect(outcome.filesWritten).toBe(existing === 'skip' ? count - own.length : count);
  },
);

test('F-12 a disk that is exchanged while the run is held for its backup takes nothing that counts', async () => {
  const entries = Array.from({ length: 20 }, (_, number) => ({
    path: `f${number}`,
    content: String.fromCharCode(65 + number).repeat(300_000),
    store: true,
  }));
  const file = new FailingFile([new Uint8Array(writeJpa({ entries }))], 'site.jpa', { lastModified: 0 });
  let wasExchanged = false;
  const slot = new Slot((_, operation) => {
    if (operation === 'createWritable' && !wasExchanged) file.failsFrom = 3_000_000;
  });
  const session = await opened([file], undefined, new Session(new MemoryStore(), sumsHere));
  const asked = new Set<string>();
  const outcome = await session.extract(into(slot), usual, ({ held }) => {
    if (held === null) return;
    asked.add(held.problem.code);
    if (held.problem.code === 'part-unreadable' && !wasExchanged) {
      wasExchanged = true;
      slot.exchange();
      file.failsFrom = Infinity;
    } else if (held.problem.code === 'folder-changed' && slot.isExchanged) slot.putBack();
    void session.answer('retry');
  });
  expect([...asked]).toEqual(['part-unreadable', 'folder-changed']);
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: entries.length });
});

test('F-12 a disk that is exchanged and put back while the run is paused is found out', async () => {
  const entries = site((number) => `f${number}`);
  let isOver = false;
  const slot = new Slot(
    (exchanged, operation) => {
      if (isOver || operation !== 'createWritable' || exchanged.begun < 100) return;
      isOver = true;
      void session.pause();
      setTimeout(() => {
        exchanged.exchange();
      }, 20);
      setTimeout(() => {
        exchanged.putBack();
        void session.resume();
      }, 1500);
    },
    (operation) => (operation === 'getFileHandle' ? 200 : 0),
  );
  const session = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
  const outcome = await session.extract(into(slot), usual, ({ held }) => {
    if (held !== null) void session.answer('retry');
  });
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: count });
}, 20_000);

test('what closes while a run is paused is counted, and on record', async () => {
  const entries = site((number) => `f${number}`);
  const store = new MemoryStore();
  const slot = new Slot(
    (_, operation) => {
      if (operation === 'createWritable' && slot.begun === 200) void session.pause();
    },
    (operation) => (operation === 'close' ? 300 : 0),
  );
  const session = await opened([jpaFile({ entries })], undefined, new Session(store, sumsHere));
  let counted = 0;
  const end = session.extract(into(slot), usual, ({ filesDone }) => {
    counted = filesDone;
  });
  const whole = () => Object.values(slot.files()).filter((content) => content.startsWith('content')).length;
  await expect.poll(() => counted >= 200 && whole() === counted, { timeout: 4000 }).toBe(true);
  const onRecord = () => [...store.runs.values()].map(({ progress }) => progress.filesDone);
  await expect.poll(onRecord, { timeout: 4000 }).toEqual([counted]);
  await session.cancel();
  await end;
});

test('F-12 what is kept of a damaged file is kept on the right disk', async () => {
  const damaged: JpaEntry = { path: 'bad.txt', content: 'abc'.repeat(1000), fields: { size: 4000 } };
  const entries = [...site((number) => `f${number}`), damaged];
  let isOver = false;
  const slot = new Slot((exchanged, operation, path) => {
    if (isOver || operation !== 'getFileHandle' || !path.startsWith('bad.txt.damaged')) return;
    isOver = true;
    exchanged.exchange();
  });
  const session = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
  const kept: string[] = [];
  await session.extract(into(slot), { ...usual, keepsDamaged: true }, ({ held, newIssues }) => {
    for (const issue of newIssues) if (issue.kind === 'kept-damaged') kept.push(issue.writtenAs);
    if (held?.problem.code === 'folder-changed' && slot.isExchanged) slot.putBack();
    if (held !== null) void session.answer('retry');
  });
  expect(kept).toHaveLength(1);
  expect(Object.keys(slot.files()).filter((path) => path.startsWith('bad'))).toEqual(kept);
  expect(Object.keys(slot.files())).toHaveLength(count + 1);
});

test.each([9, 10, 11])(
  'F-12 a folder that is being made when a look ends is made again: exchanged at look %i',
  async (mark) => {
    const entries = site((number) => `d${number}/f`);
    let marks = 0;
    const slot = new Slot(
      () => undefined,
      (operation) => (operation === 'getDirectoryHandle' ? 150 : 0),
    );
    slot.onLook = () => {
      marks += 1;
      if (marks === mark)
        setTimeout(() => {
          slot.exchange();
        }, 0);
    };
    const { outcome } = await run(slot, entries);
    expect(slot.files()).toEqual(contents(entries));
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: count });
  },
  20_000,
);
