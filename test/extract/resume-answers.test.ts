// What the user has said of all that fails alike holds after a crash too: nobody is woken to be asked once more.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { Question } from '../../src/extract/run-control.ts';
import { questionAbout, questionAboutDamage } from '../../src/extract/questions.ts';
import { Session } from '../../src/extract/session.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import type { RunStore } from '../../src/journal/run-store.ts';
import { parseSaidOfAll } from '../../src/journal/said-of-all.ts';
import { ExtractError, type ErrorCode } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { joinParts } from '../support/parted-source.ts';
import { entry } from '../plan/entries.ts';
import { everyError } from '../ui/support/every-issue.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries = Array.from({ length: 300 }, (_, number) => ({ path: `f${number}`, content: `${number}` }));
const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** A store of a tab that dies right after a save that holds an answer. */
function dyingStore(kept: RunStore): { readonly store: RunStore; readonly death: Promise<void> } {
  let isDead = false;
  let die: () => void = quiet;
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const alive = async <T>(call: () => Promise<T>): Promise<T> => {
    if (isDead) await new Promise(quiet);
    return call();
  };
  const save: RunStore['save'] = async (id, progress) => {
    await kept.save(id, progress);
    if (progress.saidOfAll.length === 0) return;
    isDead = true;
    die();
    await new Promise(quiet);
  };
  const store: RunStore = {
    begin: (run, handles) => alive(() => kept.begin(run, handles)),
    save: (id, progress) => alive(() => save(id, progress)),
    find: (id, folder) => alive(() => kept.find(id, folder)),
    outputOf: (id) => alive(() => kept.outputOf(id)),
    forget: (id) => alive(() => kept.forget(id)),
    all: () => alive(() => kept.all()),
  };
  return { store, death };
}

function refusing(path: string, name: string): NonNullable<FakeFolderOptions['fault']> {
  return (operation, at) => (operation === 'createWritable' && at === path ? new DOMException('no', name) : undefined);
}

test.each<[string, () => RunStore]>([
  ['the browser', () => new MemoryStore()],
  ['the folder', () => new FolderStore()],
])('F-25: “leave out all” is kept in %s, and holds for the visit after a crash', async (_, newStore) => {
  const kept = newStore();
  const { store, death } = dyingStore(kept);
  const faults = [refusing('f3', 'InvalidStateError'), refusing('f5', 'AbortError')];
  const folder = new FakeFolder({ fault: (...call) => faults.map((fault) => fault(...call)).find(Boolean) });
  const first = await opened([jpaFile({ entries })], undefined, new Session(store));
  void first.extract(into(folder), usual, ({ held }) => {
    // The other question is left open, and the tab dies over it.
    if (held?.problem.code === 'write-failed') void first.answer('skip-all');
  });
  await death;
  folder.crash({ keepsSwaps: false, options: { fault: refusing('f250', 'InvalidStateError') } });
  locks.releaseAll();

  const asked: string[] = [];
  const issues: Issue[] = [];
  const onUpdate = ({ held, newIssues }: RunUpdate): void => {
    issues.push(...newIssues);
    if (held === null) return;
    asked.push(held.problem.code);
    void second.answer('skip');
  };
  const second = await opened([jpaFile({ entries })], undefined, new Session(kept));
  const { unfinished } = await second.surveyFolder(folder.handle, usual);
  const outcome = await second.continueRun(unfinished?.id ?? '', folder.handle, onUpdate);
  expect(asked).toEqual([]);
  expect(issues).toMatchObject(['f3', 'f250'].map((path) => ({ kind: 'write-failed', path })));
  expect(outcome).toMatchObject({ filesWritten: entries.length - 2, isComplete: false });
});

test('every question that may be answered for all is known again by what is kept, but for that of a part', () => {
  const codes = Object.keys(everyError).filter((key): key is ErrorCode => key in everyError);
  const errors = codes.map((code) => {
    const where = { part: 'site.jpa', ...(code === 'write-failed' && { text: 'InvalidStateError' }) };
    return new ExtractError(code, where);
  });
  const damage = { damage: { what: 'broken-stream' }, canKeep: true } as const;
  const questions: readonly (Question | null)[] = [
    ...errors.map((error) => questionAbout(error, 0)),
    questionAboutDamage(entry('a'), damage, joinParts([new Uint8Array(1)])),
  ];
  const said = questions.flatMap((question) => {
    if (question === null) return [];
    const { answers, group } = question;
    return [
      ...(answers.includes('skip-all') ? [{ group, answer: 'skip' }] : []),
      ...(answers.includes('keep-all') ? [{ group, answer: 'keep' }] : []),
    ];
  });
  expect(said).toHaveLength(6);
  expect(parseSaidOfAll(said)).toEqual(said.filter(({ group }) => group !== 'part-unreadable site.jpa'));
});
