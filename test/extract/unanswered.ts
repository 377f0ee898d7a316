// Runs that a browser leaves without an answer, on a clock that the test turns. F-15
import { expect, vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import type { Hold } from '../../src/extract/hold.ts';
import { Session } from '../../src/extract/session.ts';
import type { RunChoices, Target } from '../../src/extract/worker-api.ts';
import type { RunStore } from '../../src/journal/run-store.ts';
import type { ErrorCode } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder, type FakeFolderOptions, type FakeOperation } from '../support/fake-folder.ts';
import { sumsHere } from '../support/sums-here.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { jpaFile, opened, usual } from './session-files.ts';

export const entries: readonly JpaEntry[] = Array.from({ length: 4 }, (_, number) => ({
  path: `f${number}`,
  content: 'x'.repeat(700_000),
  store: true,
}));
/** Milliseconds that no test waits for. */
export const never = 1e9;

/** What is asked where waiting is all that can be gone on with. */
export function stuckWith(code: ErrorCode) {
  return { problem: { code }, answers: ['retry', 'stop'], retryInMs: null };
}

export const stuck = stuckWith('output-stuck');

export const passMs = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** How much time passes on the clock before this comes. What needs none, such as packing, has its turn in between. */
export async function timeUntil(event: Promise<unknown>): Promise<number> {
  const state = { isThere: false };
  void event.finally(() => {
    state.isThere = true;
  });
  for (let passedMs = 0; ; passedMs += 50) {
    for (let turn = 0; turn < 200 && !state.isThere; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (state.isThere) return passedMs;
    await passMs(50);
  }
}

const realNow = performance.now.bind(performance);

/** Lets what needs none of the clock's time come to its end: packing goes on in a thread, and is no answer. */
export async function letPack(): Promise<void> {
  for (const untilMs = realNow() + 300; realNow() < untilMs;) await new Promise((resolve) => setImmediate(resolve));
}

export interface Slow {
  readonly folder: FakeFolder;
  /** Resolves when the call was made. */
  readonly called: Promise<void>;
}

/** A folder in which such calls are answered after so long. */
export function slow(
  isSlow: (operation: FakeOperation, path: string) => boolean,
  answerMs: number,
  options: FakeFolderOptions = {},
): Slow {
  let onCall: () => void = () => undefined;
  const called = new Promise<void>((resolve) => {
    onCall = resolve;
  });
  const latencyMs = (operation: FakeOperation, path: string): number => {
    if (!isSlow(operation, path)) return 0;
    onCall();
    return answerMs;
  };
  return { folder: new FakeFolder({ ...options, latencyMs }), called };
}

export interface Started {
  readonly session: Session;
  readonly held: () => Hold | null;
  readonly issues: readonly Issue[];
  readonly end: Promise<Outcome>;
}

export interface Setting {
  readonly content?: readonly JpaEntry[];
  readonly store?: RunStore | undefined;
}

/** A run that the browser leaves without an answer. */
export async function start(
  target: Target,
  called: Promise<void>,
  { content = entries, store, ...choices }: Partial<RunChoices> & Setting = {},
): Promise<Started> {
  const session = await opened([jpaFile({ entries: content })], undefined, new Session(store, sumsHere));
  let held: Hold | null = null;
  const issues: Issue[] = [];
  const end = session.extract(target, { ...usual, ...choices }, (update: RunUpdate) => {
    held = update.held;
    issues.push(...update.newIssues);
  });
  await timeUntil(called);
  return { session, issues, end, held: () => held };
}

export async function stop({ session, held, end }: Started, code: ErrorCode = 'output-stuck'): Promise<Outcome> {
  await letPack();
  await passMs(140_000);
  expect(held()).toMatchObject(stuckWith(code));
  await session.answer('stop');
  expect(await timeUntil(end)).toBeLessThan(5000);
  return end;
}

export async function waitFor({ session, end }: Started): Promise<Outcome> {
  for (let turn = 0; turn < 20; turn += 1) {
    await passMs(140_000);
    await session.answer('retry');
  }
  await timeUntil(end);
  return end;
}

export async function fileIn(folder: FakeFolder, kind: 'zip' | 'tar' | 'tar.gz' = 'zip'): Promise<Target> {
  return { kind, name: 'out', page: 'p', handle: await folder.handle.getFileHandle('out', { create: true }) };
}
