// What is said of a run of a selection: of the chosen files, and never of the whole backup.
import { describe, expect, test } from 'vitest';
import type { Outcome, RunCheck } from '../../src/extract/events.ts';
import { keptWords, worthWords } from '../../src/ui/cancelled-words.ts';
import { doneTitle, verdict, writtenWords } from '../../src/ui/outcome-words.ts';
import type { Result } from '../../src/ui/verdict.ts';
import { outcome } from './support/fake-client.ts';

const chosen = { isSelection: true, filesWritten: 2, filesChosen: 2, filesTotal: 3000, entriesTotal: 3100 } as const;

function result(change: Partial<Outcome> = {}, issues: Result['issues'] = []): Result {
  return { outcome: outcome({ ...chosen, ...change }), issues };
}

function textOf(told: Result): string {
  const { title, meaning, labels, held, limits } = verdict(told);
  const named = labels.flatMap(({ name, sentence }) => [name, sentence]);
  return [doneTitle(told), writtenWords(told.outcome), title, meaning, ...named, ...held, limits].join('\n');
}

const checks: readonly RunCheck[] = ['entry-count', 'every-size', 'every-stream-end', 'every-checksum', 'read-back'];

test('all that was chosen is there: said of that, and that the rest was not looked at', () => {
  const all = result({ checks });
  expect(doneTitle(all)).toBe('The files you chose are out.');
  expect(writtenWords(all.outcome)).toBe('2 files you chose of 3,000, 400 bytes');
  expect(verdict(all)).toMatchObject({
    title: 'All you chose',
    tone: 'good',
    meaning: 'You chose 2 files of the 3,000 in this backup. The data of the others was not looked at.',
  });
  expect(verdict(all).held[0]).toBe('The archive announces 3,100 entries, and holds as many.');
  expect(verdict(all).limits).toContain('in the files you chose, a missing or cut piece is noticed');
});

test('however it went, it is never called complete, nor said to be the backup', () => {
  for (const isComplete of [true, false])
    for (const filesWritten of [0, 1, 2])
      for (const kind of ['folder', 'zip'] as const)
        for (const format of ['jpa', 'jps', 'zip'] as const)
          expect(
            textOf(result({ isComplete, filesWritten, format, checks, destination: { kind, name: 'x' } })),
          ).not.toMatch(/^Complete|Your files are out|(?<!not )everything|whole|2,99\d|2 of 3,000/m);
});

test('checksums, and what was read back, are those of the files that were chosen', () => {
  const { labels, held } = verdict(result({ checks, format: 'zip', filesCompared: 2 }));
  expect(labels.map(({ name }) => name)).toEqual(['Checksummed', 'Compared']);
  expect(labels[0]?.sentence).toContain('Every file you chose agrees');
  expect(labels[1]?.sentence).toMatch(/^2 of 2 files you chose were read back/);
  expect(labels[1]?.sentence).not.toContain('The others');
  expect(held).toContain('2 of 2 files you chose were read back after writing, with the same content.');
});

test('what is missing is counted of what was chosen', () => {
  const some = result({ isComplete: false, filesWritten: 1 });
  expect(doneTitle(some)).toBe('The files you chose are out, but not all of them.');
  expect(writtenWords(some.outcome)).toBe('1 of 2 files you chose of 3,000, 400 bytes');
  expect(verdict(some)).toMatchObject({ title: 'Not complete', tone: 'warn' });
});

test('an archive that is not whole is no reason for green', () => {
  const amiss = result({ isComplete: false }, [{ kind: 'end-mark-missing', missing: 17 }]);
  expect(doneTitle(amiss)).toBe('Every file you chose is out, but something is amiss.');
  expect(verdict(amiss)).toMatchObject({ title: 'Not complete', tone: 'warn' });
});

test('one file, and all files without a folder, are told as such', () => {
  const one = result({ filesChosen: 1, filesWritten: 1, filesTotal: 2 });
  expect(verdict(one).meaning).toBe(
    'You chose 1 file of the 2 in this backup. The data of the other one was not looked at.',
  );
  expect(writtenWords(one.outcome)).toBe('1 file you chose of 2, 400 bytes');
  const all = result({ filesTotal: 2 });
  expect(verdict(all).meaning).toBe('Every file of this backup was among what you chose.');
});

test('folders and links alone are no files', () => {
  const none = result({ filesChosen: 0, filesWritten: 0, bytesWritten: 0 });
  expect(doneTitle(none)).toBe('There are no files among what you chose.');
  expect(writtenWords(none.outcome)).toBe('No file was among what you chose');
  expect(verdict(none)).toMatchObject({ title: 'No files', tone: 'plain', limits: null });
});

test('files that were there before are told as for everything', () => {
  const kept = { kind: 'kept-existing', path: 'a' } as const;
  const some = result({ isComplete: false, filesWritten: 1, filesKept: 1 }, [kept]);
  expect(doneTitle(some)).toBe('The files that were not there before are out.');
  expect(verdict(some).title).toBe('As you chose');
});

test('one output file holds what was chosen', () => {
  const destination = { kind: 'zip', name: 'site.zip' } as const;
  expect(doneTitle(result({ destination }))).toBe('Your file is ready, with what you chose in it.');
  expect(doneTitle(result({ destination, isComplete: false, filesWritten: 1 }))).toBe(
    'Your file is ready, but not everything you chose is in it.',
  );
});

describe('cancelled', () => {
  const cancelled = { isCancelled: true, isComplete: false } as const;

  test('with all of it written', () => {
    const { outcome: run } = result(cancelled);
    expect(keptWords(run)).toBe('All files you chose were written before the run stopped, and stay in the folder.');
    expect(worthWords(run)).toContain('extract again');
  });

  test('with one file in the making', () => {
    const { outcome: run } = result({ ...cancelled, destination: { kind: 'zip', name: 'x' } });
    expect(worthWords(run)).toBe('To have what you chose in one file, let the run come to its end.');
  });
});
