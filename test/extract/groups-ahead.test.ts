// What is read ahead of its turn must hold up nobody: neither a run that goes on elsewhere, nor a stop, nor a question.
import { describe, expect, test, vi } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { GroupsAhead, type GroupsAheadNeeds, type Opening } from '../../src/extract/groups-ahead.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { pathOf } from '../support/path-of.ts';

type Needs = GroupsAheadNeeds<string, string>;

const size = 4000;
const never = <T>(): Promise<T> => new Promise(() => undefined);

/** Files one behind the other, of which those that are long are in no group. */
function steps(count: number, isLong: (number: number) => boolean = () => false): Step[] {
  return Array.from({ length: count }, (_, number): Step => {
    const span = { offset: number * size, length: size };
    const data: Entry['data'] = isLong(number) ? { in: 'nothing' } : { in: 'stored', span };
    const entry: Entry = { path: `${number}`, kind: 'file', size, packedSize: size, data };
    return { kind: 'file', entry, path: pathOf(entry.path), hasTwin: false };
  });
}

const zeros: ByteSource = { size: 1e9, read: (_, length) => Promise.resolve(new Uint8Array(length)) };

function begin(changes: Partial<Needs> = {}) {
  const abort = new AbortController();
  const read = vi.fn(({ path }: Entry): Promise<Opening<string> | null> =>
    Promise.resolve(() => Promise.resolve(path)),
  );
  const ahead = new GroupsAhead<string, string>({
    steps: steps(2000),
    source: zeros,
    signal: abort.signal,
    spanOf: ({ data }) => (data.in === 'stored' ? data.span : null),
    read,
    make: (group) => Promise.resolve(group),
    mostGroups: () => 2,
    ...changes,
  });
  return { ahead, abort, read };
}

const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test('each file comes to whoever asks for it, once', async () => {
  const { ahead } = begin();
  for (const number of [0, 1, 70, 1999]) {
    expect(await ahead.take(number)).toBe(`${number}`);
    expect(await ahead.take(number)).toBeNull();
  }
});

test('what lies between two files that are asked for is not read', async () => {
  const { ahead, read } = begin();
  await ahead.take(0);
  await turns();
  const before = read.mock.calls.length;
  expect(await ahead.take(1999)).toBe('1999');
  expect(read.mock.calls.length - before).toBeLessThan(100);
});

test('what an earlier visit has done is not read', async () => {
  const { ahead, read } = begin({ isDone: (number) => number > 2 && number < 1990 });
  expect(await ahead.take(0)).toBe('0');
  expect(await ahead.take(1995)).toBe('1995');
  expect(read).toHaveBeenCalledTimes(13);
});

test('what is damaged, or does not open, costs itself only', async () => {
  const read = vi.fn(({ path }: Entry): Promise<Opening<string>> => {
    if (path === '1') return Promise.reject(new DamagedEntry({ what: 'broken-seal' }));
    return Promise.resolve(() => (path === '2' ? Promise.reject(new Error('no')) : Promise.resolve(path)));
  });
  const { ahead } = begin({ read });
  const found = [];
  for (const number of [0, 1, 2, 3]) found.push(await ahead.take(number));
  expect(found).toEqual(['0', null, null, '3']);
});

test('where a part cannot be read nothing more is tried until the run wants the next file', async () => {
  const read = vi.fn((): Promise<null> => Promise.reject(new ExtractError('part-unreadable', { part: 'a' })));
  const { ahead } = begin({ read });
  for (const number of [0, 1, 2]) {
    expect(await ahead.take(number)).toBeNull();
    await turns();
    expect(read).toHaveBeenCalledTimes(number + 1);
  }
});

test('a file that is read by the run does not wait for those behind it', async () => {
  const read = vi.fn((): Promise<null> => never());
  const { ahead } = begin({ steps: steps(10, (number) => number === 0), read });
  expect(await ahead.take(0)).toBeNull();
  expect(read).toHaveBeenCalledOnce();
});

describe('F-38: a stop', () => {
  const stopped = new Error('stopped');

  test.each<[string, Partial<Needs>]>([
    ['being read', { read: () => never() }],
    ['being opened', { read: () => Promise.resolve(() => never()) }],
    ['being made', { make: () => never() }],
  ])('waits for nothing that is %s', async (_, changes) => {
    const { ahead, abort } = begin(changes);
    const taken = ahead.take(0);
    taken.catch(() => undefined);
    await turns();
    abort.abort(stopped);
    await expect(taken).rejects.toBe(stopped);
  });

  test('gives nothing any more, whatever is there', async () => {
    const { ahead, abort } = begin();
    await ahead.take(0);
    abort.abort(stopped);
    await expect(ahead.take(1)).rejects.toBe(stopped);
  });

  test('lets nothing more be read, and nothing be opened that was', async () => {
    let answer: (opening: Opening<string>) => void = () => undefined;
    const open = vi.fn(() => Promise.resolve('late'));
    const read = vi.fn((): Promise<Opening<string>> => new Promise((resolve) => (answer = resolve)));
    const { ahead, abort } = begin({ read });
    ahead.take(0).catch(() => undefined);
    await turns();
    abort.abort(stopped);
    answer(open);
    await turns();
    expect(open).not.toHaveBeenCalled();
    expect(read).toHaveBeenCalledOnce();
  });
});

test('of a group no more than sixteen files are being opened at once', async () => {
  const open = vi.fn(() => never<string>());
  const { ahead } = begin({ read: () => Promise.resolve(open), mostGroups: () => 1 });
  ahead.take(0).catch(() => undefined);
  await turns();
  expect(open).toHaveBeenCalledTimes(16);
});
