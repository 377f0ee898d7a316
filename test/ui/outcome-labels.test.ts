// The three words a result may be called by: each stands and falls with the checks that it is made of.
import { describe, expect, test } from 'vitest';
import type { Outcome, RunCheck } from '../../src/extract/events.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { labelsOf } from '../../src/ui/outcome-labels.ts';
import { doneTitle, verdict } from '../../src/ui/outcome-words.ts';
import { missingWords } from '../../src/ui/tested-words.ts';
import { plainText } from '../../src/ui/words.ts';
import { outcome } from './support/fake-client.ts';

const all = Object.keys({
  'part-count': true,
  'entry-count': true,
  'total-size': true,
  'packed-size': true,
  'end-mark': true,
  'every-size': true,
  'every-stream-end': true,
  'every-checksum': true,
  'read-back': true,
} satisfies Record<RunCheck, true>).filter((key): key is RunCheck => key !== '');

const nowhere = { kind: 'test', name: 'site.jpa' } as const;

function run(checks: readonly RunCheck[], change: Partial<Outcome> = {}): Outcome {
  return outcome({ checks, partsCount: 3, filesCompared: 4, destination: nowhere, ...change });
}

function said(one: Outcome): string {
  return labelsOf(one)
    .map(({ name, sentence }) => `${name}: ${sentence}`)
    .join('\n');
}

describe('a check that did not run takes its words with it:', () => {
  const without = (check: RunCheck): string => said(run(all.filter((other) => other !== check)));

  test('all of them, where all ran', () => {
    expect(labelsOf(run(all)).map(({ name }) => name)).toEqual(['Complete', 'Checksummed', 'Compared']);
  });

  test.each([
    ['entry-count', /Complete/],
    ['every-size', /Complete/],
    ['part-count', /3 of 3 parts/],
    ['total-size', /400 bytes/],
    ['every-stream-end', /ends where it should/],
    ['every-checksum', /Checksummed|CRC/],
    ['read-back', /Compared|read back/],
  ] as const)('%s', (check, words) => {
    expect(said(run(all))).toMatch(words);
    expect(without(check)).not.toMatch(words);
  });

  test('links that a folder could not take are not said to be there', () => {
    const into = run(all, { entriesTotal: 49, destination: { kind: 'folder', name: 'site' } });
    const links = ['a', 'b'].map((path) => ({ path, target: 'c' }));
    const words = (count: number): string =>
      verdict({ outcome: into, issues: [{ kind: 'links-left-out', links: links.slice(0, count) }] }).labels[0]
        ?.sentence ?? '';
    expect(said(into)).toContain('49 of 49 entries');
    expect(words(2)).toMatch(
      /^47 of 49 entries.*: every file and folder .*The other 2 are symbolic links.* restore script does/,
    );
    expect(words(1)).toMatch(/^48 of 49 entries.*The other one is a symbolic link.* restore script does/);
    expect(words(2)).not.toContain('everything');
  });

  test('no word where none ran', () => {
    expect(labelsOf(run([]))).toEqual([]);
    expect(verdict({ outcome: run([]), issues: [] })).toMatchObject({ title: 'Readable', tone: 'plain', held: [] });
    expect(doneTitle({ outcome: run([]), issues: [] })).toBe('Every file could be read.');
  });

  test('what is not complete is never called so, whatever ran', () => {
    const lost = run(all, { isComplete: false, filesWritten: 3 });
    expect(labelsOf(lost).map(({ name }) => name)).not.toContain('Complete');
    expect(verdict({ outcome: lost, issues: [] })).toMatchObject({ title: 'Not complete', tone: 'warn' });
    expect(doneTitle({ outcome: lost, issues: [] })).toBe('Only 3 of 4 files could be read.');
  });
});

describe('the words', () => {
  const every = ([...all, null] as const).flatMap((check) =>
    (['jpa', 'jps', 'zip'] as const).map((format) => {
      const one = run(check === null ? all : [check], { format });
      const { title, labels, held, limits, meaning } = verdict({ outcome: one, issues: [] });
      return [title, ...labels.map(({ sentence }) => sentence), ...held, limits, meaning].join(' ');
    }),
  );

  test('never promise more: nothing is verified, safe, or without errors', () => {
    for (const text of every) expect(text).not.toMatch(/verified|\bsafe\b|no errors|100 ?%|intact|secure/i);
  });

  test('of JPA and JPS say what the lack of checksums means', () => {
    const words = (format: 'jpa' | 'jps' | 'zip'): string =>
      verdict({
        outcome: run(
          all.filter((check) => check !== 'every-checksum'),
          { format },
        ),
        issues: [],
      }).limits ?? '';
    expect(words('jpa')).toMatch(/no checksums: .*single changed bit .* only sometimes/);
    expect(words('jps')).toMatch(/no checksums and no seal: .*deliberate change/);
    expect(words('zip')).toMatch(/Not every file was compared with a checksum/);
  });

  test('of a test do not speak of writing', () => {
    const { held } = verdict({ outcome: run(all.filter((check) => check !== 'read-back')), issues: [] });
    expect(held.join()).not.toContain('written');
  });

  test('count what was compared, and say why not all was', () => {
    const some = said(run(['read-back'], { filesCompared: 1 }));
    expect(some).toContain('1 of 4 files was read back');
    expect(some).toContain('The others');
    expect(said(run(['read-back']))).not.toContain('The others');
  });

  test('say that a computer may answer from its memory', () => {
    expect(said(run(['read-back']))).toContain('from its memory');
  });
});

describe('of a test', () => {
  test('that is complete, but of which an extraction would leave something out, are not green', () => {
    const issues: readonly Issue[] = [{ kind: 'leaves-folder', path: '../x' }];
    const { title, tone, meaning } = verdict({ outcome: run(all), issues });
    expect([title, tone]).toEqual(['Complete', 'plain']);
    expect(meaning).toContain('1 entry could be read, but an extraction would leave it out');
  });

  test('that was stopped claim nothing', () => {
    const stopped = run([], { isCancelled: true, isComplete: false });
    expect(verdict({ outcome: stopped, issues: [] })).toMatchObject({ title: 'Stopped', labels: [] });
  });

  test('of an empty archive say so', () => {
    const empty = run(all, { filesTotal: 0, filesWritten: 0, entriesTotal: 0 });
    const { title, tone, labels } = verdict({ outcome: empty, issues: [] });
    expect([title, tone]).toEqual(['No files', 'plain']);
    expect(labels.map(({ name }) => name)).not.toContain('Complete');
    expect(doneTitle({ outcome: empty, issues: [] })).toBe('This backup is empty.');
  });

  test('name what is missing', () => {
    const damage = { what: 'broken-stream' } as const;
    const issues: readonly Issue[] = [
      { kind: 'damaged', path: 'a.php', damage },
      { kind: 'unsupported', path: 'b.php', method: 'bzip2' },
      { kind: 'renamed', path: 'c.php', writtenAs: 'd', change: 'same-path' },
    ];
    expect(plainText(missingWords(issues) ?? [])).toBe('Missing or damaged: a.php, b.php.');
    const parts: Issue = { kind: 'parts-left-out', parts: ['site.j02'] };
    expect(plainText(missingWords([parts, ...issues]) ?? [])).toBe(
      'Missing part: site.j02. Missing or damaged: a.php, b.php.',
    );
    expect(missingWords([])).toBeNull();
  });
});
