// The ZIP beside the others, tried more than once: what is in it, what is told of it, and that it goes into the folder of the run.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import type { Problem } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder, type FakeOperation } from '../support/fake-folder.ts';
import { unpackedTexts } from '../support/unpacked-site.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { extractOdd, onWindows, sideZip } from './odd-folder.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const damaged: JpaEntry = { path: 'php.ini', content: 'x'.repeat(50), fields: { data: '\x07' } };
const whole: JpaEntry = { path: 'php.ini', content: 'the good one' };

type Fault = (operation: FakeOperation, path: string) => Error | undefined;

interface Held {
  readonly folder: FakeFolder;
  readonly outcome: Outcome;
  /** What held the run, and what lay in the folder then. */
  readonly holds: readonly { readonly code: string; readonly where: object; readonly there: readonly string[] }[];
  readonly issues: readonly Issue[];
  readonly last: RunUpdate | undefined;
}

/** Keeps what can be had of a damaged file, and tries again whenever it is held otherwise, once `mend` has been called. */
async function extractHeld(
  entries: readonly JpaEntry[],
  fault: Fault,
  mend: (problem: Problem) => void,
  choices = usual,
): Promise<Held> {
  const folder = new FakeFolder({ ...onWindows, fault });
  const session = await opened([jpaFile({ entries })]);
  const holds: Held['holds'][number][] = [];
  const updates: RunUpdate[] = [];
  const outcome = await session.extract(into(folder), choices, async (update) => {
    updates.push(update);
    if (update.held === null) return;
    holds.push({ ...update.held.problem, there: filesOf(folder) });
    mend(update.held.problem);
    await session.answer(update.held.problem.code === 'entry-damaged' ? 'keep' : 'retry');
  });
  return { folder, outcome, holds, issues: updates.flatMap(({ newIssues }) => newIssues), last: updates.at(-1) };
}

/** But for the mark of the run. */
function filesOf(folder: FakeFolder): readonly string[] {
  return [...folder.files().keys()].filter((path) => !isOfMarker(path));
}

describe('N-15: of two entries of one path', () => {
  test('the whole one is in it, be the other damaged', async () => {
    const { folder, outcome, issues } = await extractOdd({ entries: [damaged, whole] });
    expect(filesOf(folder)).toEqual([sideZip]);
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 1, aside: [{ name: sideZip, count: 1 }] });
    expect(issues).toContainEqual({ kind: 'put-aside', archive: sideZip, paths: ['php.ini'] });
  });

  test('and is counted and named, among others', async () => {
    const { outcome, issues } = await extractOdd({ entries: [{ path: 'x.ini', content: 'fine' }, damaged, whole] });
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 2, aside: [{ count: 2 }] });
    expect(issues).toContainEqual({ kind: 'put-aside', archive: sideZip, paths: ['x.ini', 'php.ini'] });
  });
});

describe('F-02, F-03: the disk is full', () => {
  const twin: JpaEntry = { path: 'PHP.ini', content: 'its twin' };
  let isFull = true;
  const fault: Fault = (operation, path) =>
    isFull && operation === 'close' && path.startsWith(sideZip)
      ? new DOMException('no', 'QuotaExceededError')
      : undefined;
  const mend = (): void => {
    isFull = false;
  };

  beforeEach(() => {
    isFull = true;
  });

  test('what is still to be written is told, and it is made anew', async () => {
    const { outcome, holds } = await extractHeld([{ path: 'a.php', content: 'there' }, whole, twin], fault, mend);
    const size = 'the good one'.length + 'its twin'.length;
    expect(holds).toEqual([{ code: 'disk-full', where: { expected: size }, there: ['a.php'] }]);
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 3, aside: [{ count: 2 }] });
  });

  test('nothing is told twice, and every file is counted once', async () => {
    const { outcome, holds, issues, last } = await extractHeld([damaged, whole, twin], fault, mend);
    expect(holds).toHaveLength(1);
    expect(issues.map((issue) => JSON.stringify(issue))).toEqual([
      ...new Set(issues.map((issue) => JSON.stringify(issue))),
    ]);
    expect(issues.filter(({ kind }) => kind === 'damaged')).toHaveLength(1);
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 2, aside: [{ count: 2 }] });
    expect(last).toMatchObject({ filesDone: 3, filesTotal: 3, bytesDone: last?.bytesTotal });
  });
});

describe('P-09: what is kept of a damaged file', () => {
  const half: JpaEntry = { path: 'half.ini', content: 'abc', store: true, fields: { size: 4 } };
  const keeping = { ...usual, keepsDamaged: true };
  const piece = { kind: 'kept-damaged', path: 'half.ini', writtenAs: 'half.ini.damaged', archive: sideZip };

  test('is in it, be there nothing else', async () => {
    const { folder, outcome, issues } = await extractHeld([half], () => undefined, quiet, keeping);
    expect(await unpackedTexts(folder.files().get(sideZip) ?? new Uint8Array())).toEqual({ 'half.ini.damaged': 'abc' });
    expect(issues).toMatchObject([{ kind: 'damaged' }, { kind: 'put-aside', paths: ['half.ini'] }, piece]);
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 0 });
  });

  test.each([
    ['all are kept', keeping, 0],
    ['one was asked for', { ...usual, skipsDamage: false }, 1],
  ])('is in the one that a second try has made, and told once: %s', async (_, choices, asked) => {
    let isFull = true;
    const fault: Fault = (operation, path) =>
      isFull && operation === 'close' && path.startsWith(sideZip)
        ? new DOMException('no', 'QuotaExceededError')
        : undefined;
    const mend = ({ code }: Problem): void => {
      if (code === 'disk-full') isFull = false;
    };
    const { folder, outcome, holds, issues } = await extractHeld([half, whole], fault, mend, choices);
    expect(holds.map(({ code }) => code)).toEqual([...(asked === 1 ? ['entry-damaged'] : []), 'disk-full']);
    expect(await unpackedTexts(folder.files().get(sideZip) ?? new Uint8Array())).toEqual({
      'half.ini.damaged': 'abc',
      'php.ini': 'the good one',
    });
    expect(issues.filter(({ kind }) => kind === 'kept-damaged')).toMatchObject([piece]);
    expect(outcome).toMatchObject({ isComplete: false, filesWritten: 1 });
  });
});

test('what a try could not remove is no loss where the next one replaces it', async () => {
  let isFailing = true;
  const fault: Fault = (operation, path) => {
    if (!isFailing || path !== sideZip) return undefined;
    if (operation === 'removeEntry') return new DOMException('in use', 'NoModificationAllowedError');
    return operation === 'createWritable' ? new DOMException('no', 'NotAllowedError') : undefined;
  };
  const { folder, outcome, issues } = await extractHeld([whole], fault, () => {
    isFailing = false;
  });
  expect(issues.map(({ kind }) => kind)).toEqual(['put-aside']);
  expect(filesOf(folder)).toEqual([sideZip]);
  expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
});

describe('F-12: another disk has come up in the place of the folder', () => {
  const entries = [{ path: 'a.php', content: 'there' }, whole];
  let isAway = false;
  /** It bears no mark of the run. `swapsAt`: the call at which it comes up, the first time. */
  const swappedAt = (swapsAt: Fault): { readonly fault: Fault; readonly bringBack: () => void } => {
    let hasSwapped = false;
    return {
      fault(operation, path) {
        const error = hasSwapped ? undefined : swapsAt(operation, path);
        if (error !== undefined) isAway = hasSwapped = true;
        if (isAway && operation === 'getFileHandle' && isOfMarker(path)) return new DOMException('no', 'NotFoundError');
        return error?.name === 'NotFoundError' ? error : undefined;
      },
      bringBack() {
        isAway = false;
      },
    };
  };
  const silently = new Error('nothing fails');

  beforeEach(() => {
    isAway = false;
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('before the ZIP is begun: nothing is put there', async () => {
    const { fault, bringBack } = swappedAt((operation, path) =>
      operation === 'close' && path.startsWith('a.php') ? silently : undefined,
    );
    const { outcome, holds } = await extractHeld(entries, fault, bringBack);
    expect(holds).toMatchObject([{ code: 'folder-changed', there: ['a.php'] }]);
    expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
  });

  test('before it is tried again: nothing is put there, and nothing taken away', async () => {
    const { fault, bringBack } = swappedAt((operation, path) =>
      operation === 'write' && path.startsWith(sideZip) ? new DOMException('no', 'NotFoundError') : undefined,
    );
    let held = 0;
    const { folder, outcome, holds } = await extractHeld(entries, fault, () => {
      held += 1;
      if (held === 2) bringBack();
    });
    // The ZIP that is there may be the other disk's.
    expect(holds).toMatchObject([
      { code: 'folder-gone', there: ['a.php', sideZip] },
      { code: 'folder-changed', there: ['a.php', sideZip] },
    ]);
    expect(filesOf(folder)).toEqual(['a.php', sideZip]);
    expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
  });

  test('while it is written: it is found out within ten seconds', async () => {
    const { fault, bringBack } = swappedAt((operation, path) => {
      if (operation !== 'createWritable' || path !== sideZip) return undefined;
      vi.setSystemTime(Date.now() + 20_000);
      return silently;
    });
    const { outcome, holds } = await extractHeld(entries, fault, bringBack);
    expect(holds.map(({ code }) => code)).toEqual(['folder-changed']);
    expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
  });

  test('after the last file: no outcome is told before it is back', async () => {
    const { fault, bringBack } = swappedAt((operation, path) =>
      operation === 'close' && path.startsWith('a.php') ? silently : undefined,
    );
    const { outcome, holds } = await extractHeld([{ path: 'a.php', content: 'there' }], fault, bringBack);
    expect(holds.map(({ code }) => code)).toEqual(['folder-changed']);
    expect(outcome).toMatchObject({ isComplete: true, aside: [] });
  });
});
