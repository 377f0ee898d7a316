// Every call to the folder fails once with every error there is. Whatever happens, the folder holds whole files, old or new,
// and for each file that is missing there is a word.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HoldAnswer } from '../../src/extract/hold.ts';
import type { RunControl } from '../../src/extract/run-control.ts';
import { FakeFolder, type FakeFolderOptions, type FakeOperation } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderSink, prepareJpa, start, type Prepared } from './run.ts';

const old = { 'old.txt': 'old', 'd/old.txt': 'old in d', 'other.txt': 'not in the archive' };
const entries: readonly (JpaEntry & { readonly path: string; readonly content?: string })[] = [
  { path: 'a.txt', content: 'a' },
  { path: 'd/' },
  { path: 'old.txt', content: 'new' },
  { path: 'd/b.txt', content: 'b'.repeat(1000) },
  { path: 'd/old.txt', content: 'new in d' },
  { path: 'e/f/' },
  { path: 'e/f/c.txt', content: 'c' },
  { path: 'empty', content: '' },
  { path: 'e/d.txt', content: 'd' },
];
const wanted = new Map(
  entries.flatMap(({ path, content }) => (content === undefined ? [] : [[path, content] as const])),
);

const errors = [
  ...['QuotaExceededError', 'NotAllowedError', 'NotFoundError', 'NoModificationAllowedError', 'InvalidStateError'],
  ...['AbortError', 'TypeMismatchError', 'SecurityError', 'UnknownError'],
];

function usedFolder(fault?: FakeFolderOptions['fault']): FakeFolder {
  const folder = new FakeFolder(fault === undefined ? {} : { fault });
  for (const [path, content] of Object.entries(old)) folder.put(path, content);
  return folder;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** With this answer where it is offered; else the run is stopped. */
function answerHold(control: RunControl, answer: HoldAnswer): void {
  const { held } = control;
  if (held !== null) control.answer(held.answers.includes(answer) ? answer : 'stop');
}

/** Everything that is wrong after the run, in words; nothing should be. */
async function faultsAfter(prepared: Prepared, folder: FakeFolder, answer: HoldAnswer): Promise<readonly string[]> {
  const run = start(prepared, folderSink(folder));
  const progress = { isOver: false };
  void run.end.then(() => {
    progress.isOver = true;
  });
  // The sink tries some things again after a while, and the run asks about others.
  while (!progress.isOver) {
    answerHold(run.control, answer);
    await vi.advanceTimersByTimeAsync(100);
  }
  const { error } = await run.end;
  const { issues, filesWritten } = run.report.facts;
  const wrong: string[] = [];
  const isStopped = error?.name === 'AbortError';
  if (error !== null && !isStopped) wrong.push(`ended in ${error.name}`);
  const toldOf = (path: string): boolean => issues.some((issue) => 'path' in issue && issue.path === path);

  let whole = 0;
  for (const [path, content] of wanted) {
    const text = folder.text(path);
    if (text === content) whole += 1;
    else if (!toldOf(path) && error === null) wrong.push(`${path} is missing without a word`);
  }
  for (const [path] of folder.files()) {
    const text = folder.text(path);
    const isWhole = text === wanted.get(path) || text === new Map(Object.entries(old)).get(path);
    const isLeft = issues.some((issue) => issue.kind === 'left-behind' && issue.path === path);
    if (!isWhole && !isLeft) wrong.push(`${path} holds ${JSON.stringify(text)}`);
  }
  if (folder.text('other.txt') !== old['other.txt']) wrong.push('a file of no concern was touched');
  if (whole < filesWritten) wrong.push(`${filesWritten} files are said to be written and ${whole} are there`);
  if (folder.openWritables > 0) wrong.push(`${folder.openWritables} writables are open`);
  return wrong;
}

const answers = ['retry', 'skip', 'stop'] as const;
const pairs = errors.flatMap((name) => answers.map((answer) => ({ name, answer })));

/** Other errors say of a file that something stands in its way, and are not asked about. */
function mends(name: string): boolean {
  return !['TypeMismatchError', 'SecurityError', 'NotFoundError'].includes(name);
}

function missingIn(folder: FakeFolder, when: string): readonly string[] {
  const missing = [...wanted].filter(([path, content]) => folder.text(path) !== content);
  return missing.map(([path]) => `${when}: ${path} is missing after all`);
}

/** Listing tells a folder that is gone from one that is broken; what is not found is not there to be removed. */
function goesOnWorking(operation: FakeOperation, name: string): boolean {
  if (operation === 'removeEntry') return name === 'NotFoundError';
  return operation === 'list' || operation === 'abort';
}

describe('no call that fails once leaves half a file or a silent gap', () => {
  test.each(pairs)('$name, and $answer', async ({ name, answer }) => {
    const prepared = await prepareJpa(entries);
    const quiet = usedFolder();
    expect(await faultsAfter(prepared, quiet, answer)).toEqual([]);
    expect(quiet.callCount).toBeGreaterThan(30);

    const wrong: string[] = [];
    for (let call = 1; call <= quiet.callCount + 5; call += 1) {
      const folder = usedFolder((_, __, number) => (number === call ? new DOMException('no', name) : undefined));
      for (const fault of await faultsAfter(prepared, folder, answer)) wrong.push(`call ${call}: ${fault}`);
      // A single failure that was tried again costs nothing.
      if (answer === 'retry' && mends(name) && wrong.length === 0) wrong.push(...missingIn(folder, `call ${call}`));
    }
    expect(wrong).toEqual([]);
  });

  test.each(errors)('%s from one call on', async (name) => {
    const prepared = await prepareJpa(entries);
    const wrong: string[] = [];
    for (let call = 1; call <= 45; call += 1) {
      const folder = usedFolder((operation, _, number) =>
        number >= call && !goesOnWorking(operation, name) ? new DOMException('no', name) : undefined,
      );
      for (const fault of await faultsAfter(prepared, folder, 'skip')) wrong.push(`from call ${call}: ${fault}`);
    }
    expect(wrong).toEqual([]);
  });
});
