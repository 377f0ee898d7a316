// F-15: one file or one database saved by itself, and a browser that does not answer for it. Nobody is asked anything there.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/extract/session.ts';
import type { FakeOperation } from '../support/fake-folder.ts';
import { jpaFile, opened, quiet } from './session-files.ts';
import { passMs, slow, timeUntil, type Slow } from './unanswered.ts';

const key = 'installation/sql/site.sql';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

interface Saver {
  readonly save: (session: Session, handle: FileSystemFileHandle) => Promise<unknown>;
  readonly stop: (session: Session) => Promise<void>;
  /** What a stop comes to. */
  readonly stopped: unknown;
}

const dump = `CREATE TABLE \`#__a\` (id int);\n${'INSERT INTO `#__a` VALUES (1);\n'.repeat(40_000)}`;

function database(isCompressed: boolean): Saver {
  const how = { tables: null, prefix: 'jos_', dropsFirst: false, without: [], site: null, takenAt: null };
  return {
    save: (session, handle) => session.exportDatabase({ key, ...how, isCompressed, handle, page: 'p' }, quiet),
    stop: (session) => session.cancelDatabase(),
    stopped: null,
  };
}

const savers: Readonly<Record<string, Saver>> = {
  'a file': {
    save: (session, handle) => session.saveEntry(0, { handle, page: 'p' }, quiet),
    stop: (session) => session.stopSaving(),
    stopped: expect.objectContaining({ name: 'AbortError' }) as unknown,
  },
  'a database': database(false),
  'a packed database': database(true),
};

const operations = ['getFile', 'createWritable', 'write', 'close'] as const;
const cases = Object.entries(savers).flatMap(([name, saver]) =>
  operations.map((operation) => [name, operation, saver] as const),
);

describe.each(cases)('%s for which the browser does not answer %s', (_name, operation, { save, stop, stopped }) => {
  interface Saving extends Slow {
    readonly session: Session;
    readonly end: Promise<unknown>;
  }

  async function begin(answerMs: number, before: string | null = null): Promise<Saving> {
    const made = slow((at: FakeOperation, path) => at === operation && path === 'out', answerMs);
    if (before !== null) made.folder.put('out', before);
    const session = await opened([jpaFile({ entries: [{ path: key, content: dump, store: true }] })]);
    const handle = await made.folder.handle.getFileHandle('out', { create: true });
    const end = save(session, handle).catch((error: unknown) => error);
    await timeUntil(made.called);
    return { ...made, session, end };
  }

  test('fails after two minutes, by its name', async () => {
    const { end } = await begin(1e6);
    await passMs(119_000);
    const waitedMs = await timeUntil(end);
    expect(waitedMs).toBeGreaterThan(500);
    expect(waitedMs).toBeLessThan(6000);
    expect(await end).toMatchObject({ code: 'output-given-up', where: { text: 'out' } });
  });

  test('is whole where it is answered before', async () => {
    const { folder, end } = await begin(20_000);
    await timeUntil(end);
    expect(await end).not.toBeInstanceOf(Error);
    expect(folder.files().get('out')?.length).toBeGreaterThan(1000);
    expect(folder.openWritables).toBe(0);
  });

  test('is stopped at once', async () => {
    const { session, end } = await begin(1e6);
    await stop(session);
    expect(await timeUntil(end)).toBeLessThan(3000);
    expect(await end).toEqual(stopped);
  });

  test.each(['given up', 'stopped'])('that is %s leaves nothing open, and what was there before', async (how) => {
    const { session, folder, end } = await begin(1e6, 'what was there');
    if (how === 'stopped') await stop(session);
    else await passMs(125_000);
    await timeUntil(end);
    expect(folder.text('out')).toBe('what was there');
    await passMs(1e7);
    expect(folder.openWritables).toBe(0);
    // What is being closed cannot be called back.
    if (operation !== 'close') expect(folder.text('out')).toBe('what was there');
  });

  test('leaves no new file', async () => {
    const { session, folder, end } = await begin(1e6);
    await stop(session);
    await timeUntil(end);
    await passMs(1e7);
    if (operation !== 'close') expect([...folder.files().keys()]).toEqual([]);
  });
});
