// F-20: a part that the browser begins to read and never comes back with, as a disk in the cloud may be. It is waited for; and
// who cancels waits no more.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { sumsHere } from '../support/sums-here.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { into, opened, usual } from './session-files.ts';
import { fileIn, passMs, timeUntil } from './unanswered.ts';

const entries = Array.from({ length: 20 }, (_, number) => ({
  path: `f${number}`,
  content: new Uint8Array(300_000).fill(number),
  store: true,
}));

/** Cannot be read behind this offset: whoever tries waits for ever. */
class HangingFile extends File {
  hangsFrom = Infinity;

  override slice(start = 0, end = this.size, type?: string): Blob {
    const piece = super.slice(start, end, type);
    if (end <= this.hangsFrom) return piece;
    Object.defineProperty(piece, 'stream', {
      value: () => new ReadableStream({ type: 'bytes', pull: () => new Promise<void>(() => undefined) }),
    });
    return piece;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Hanging {
  readonly fromStart?: boolean;
  readonly archive?: readonly JpaEntry[];
  /** Path of the file that is opened then; null for the first of all. */
  readonly whenOpened?: string | null;
}

/** A run that has come to where its backup cannot be read. */
async function hanging(
  hangsFrom: number,
  kind: 'folder' | 'zip',
  { fromStart = false, archive = entries, whenOpened = null }: Hanging = {},
) {
  const file = new HangingFile([new Uint8Array(writeJpa({ entries: archive }))], 'site.jpa', { lastModified: 0 });
  const session = await opened([file], undefined, new Session(new MemoryStore(), sumsHere));
  const folder = new FakeFolder({
    fault(operation, path) {
      if (operation === 'createWritable' && (path === whenOpened || whenOpened === null)) file.hangsFrom = hangsFrom;
      return undefined;
    },
  });
  if (fromStart) file.hangsFrom = hangsFrom;
  const updates: RunUpdate[] = [];
  const target = kind === 'folder' ? into(folder) : await fileIn(folder);
  const end = session.extract(target, usual, (update) => void updates.push(update));
  for (let turn = 0; turn < 40; turn += 1) {
    await passMs(1000);
    for (let wait = 0; wait < 50; wait += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return { session, end, updates };
}

test.each(['folder', 'zip'] as const)('F-20 in mid-run, into a %s, cancelling is over in a moment', async (kind) => {
  const { session, end, updates } = await hanging(3_000_000, kind);
  expect(updates.at(-1)).toMatchObject({ step: 'files', held: null });
  await session.cancel();
  expect(await timeUntil(end)).toBeLessThan(5000);
  expect(await end).toMatchObject({ isCancelled: true });
});

test('F-20 while the reason of a damage is looked for, cancelling is over in a moment', async () => {
  // All of it is read at once, and the damaged one is come to when others are being written.
  const archive: readonly JpaEntry[] = [
    ...Array.from({ length: 500 }, (_, number) => ({ path: `f${number}`, content: 'a' })),
    { path: 'bad', content: 'abc', fields: { size: 4 } },
  ];
  const { session, end, updates } = await hanging(0, 'folder', { archive, whenOpened: 'f0' });
  expect(updates.at(-1)).toMatchObject({ step: 'files', filesDone: 500, held: null });
  await session.cancel();
  expect(await timeUntil(end)).toBeLessThan(5000);
  expect(await end).toMatchObject({ isCancelled: true });
});

test('F-20 before the first step, cancelling is over in a moment', async () => {
  const { session, end } = await hanging(0, 'folder', { fromStart: true });
  await session.cancel();
  expect(await timeUntil(end)).toBeLessThan(5000);
  expect(await end).toMatchObject({ isCancelled: true, filesWritten: 0 });
});
