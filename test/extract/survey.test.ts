// Picked files, as the browser hands them over, sorted into backups; and what stands in the way of opening each.
import { describe, expect, test } from 'vitest';
import { surveyFiles } from '../../src/extract/survey.ts';
import type { FoundBackup, Survey } from '../../src/extract/worker-api.ts';
import { readIndex } from '../archive/open-any.ts';
import { splitEvery, toBytes, type Content } from '../support/byte-writer.ts';
import { fixture, fixturePassword, fixtures, readParts } from '../support/fixtures.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';

const kibibyte = 1024;
const entries: readonly JpaEntry[] = [
  { path: 'a.txt', content: 'content', store: true },
  { path: 'b.bin', content: new Uint8Array(300 * kibibyte).fill(7), store: true },
  { path: 'c.txt', content: 'content', store: true },
];

function file(name: string, content: Content, lastModified = 0): File {
  return new File([new Uint8Array(toBytes(content))], name, { lastModified });
}

/** Parts of 100 KiB as files: site.j01 … and last site.jpa, or their like. */
function partFiles(write: (partCount: number) => Uint8Array, extension = 'jpa'): File[] {
  const size = 100 * kibibyte;
  const partCount = Math.ceil(write(1).length / size);
  const parts = splitEvery(write(partCount), size);
  return parts.map((bytes, i) =>
    file(i === parts.length - 1 ? `site.${extension}` : `site.${extension.charAt(0)}0${i + 1}`, bytes),
  );
}

const jpaFiles = partFiles((partCount) => writeJpa({ entries, partCount }));
const jpsFiles = partFiles((partCount) => writeJps({ entries, trailer: { partCount } }), 'jps');

function without(files: readonly File[], ...names: readonly string[]): File[] {
  return files.filter(({ name }) => !names.includes(name));
}

async function survey(...files: readonly File[]): Promise<Survey> {
  return (await surveyFiles(files)).survey;
}

/** The one backup in these files. */
async function only(files: readonly File[]): Promise<FoundBackup> {
  const { backups } = await survey(...files);
  const [found] = backups;
  if (found === undefined || backups.length > 1) throw new Error(`${backups.length} backups`);
  return found;
}

function lines({ parts }: FoundBackup): string[] {
  return parts.map(({ name, state }) => `${name} ${state}`);
}

describe('every fixture', () => {
  test.each(fixtures)('$name has no problem, and can be read', async ({ name, parts, password }) => {
    const files = readParts(name).map((bytes, i) => file((parts[i] ?? '').replace('split/', ''), bytes));
    const { backups } = await surveyFiles(files.toReversed());
    expect(backups).toHaveLength(1);
    const [{ found, source } = { found: null, source: null }] = backups;
    expect(found).toMatchObject({ name: files.at(-1)?.name, problem: null, size: source?.size });
    expect(found?.parts.map((line) => line.state)).toEqual(files.map(() => 'present'));
    expect(
      source && (await readIndex(source, password ?? '')).issues.every(({ kind }) => kind === 'bytes-before'),
    ).toBe(true);
  });
});

describe('M-01: a lone last part is recognised, with the parts to add', () => {
  test('of a JPA, which does not say how many there are', async () => {
    const found = await only(jpaFiles.slice(-1));
    expect(found.problem).toEqual({ code: 'last-part-only', where: { part: 'site.jpa', parts: ['site.j01'] } });
    expect(lines(found)).toEqual(['site.j01 missing', 'site.jpa present']);
  });

  test('of a JPS, whose end mark says how many there are', async () => {
    const found = await only(jpsFiles.slice(-1));
    const parts = jpsFiles.slice(0, -1).map(({ name }) => name);
    expect(found.problem).toEqual({ code: 'last-part-only', where: { part: 'site.jps', parts } });
    expect(lines(found)).toEqual([...parts.map((name) => `${name} missing`), 'site.jps present']);
  });

  test('of a JPA that begins in the middle of a large file', async () => {
    const large = { path: 'large', content: new Uint8Array(5 * 2 ** 20), store: true };
    const bytes = writeJpa({ entries: [large, ...entries], partCount: 2 });
    const found = await only([file('site.jpa', bytes.subarray(1000))]);
    expect(found.problem?.code).toBe('last-part-only');
  });

  test.each(['split/site.jpa', 'split/site-jps.jps'])('%s', async (name) => {
    const last = readParts(name).at(-1) ?? new Uint8Array();
    const found = await only([file(name.replace('split/', ''), last)]);
    expect(found.problem?.code).toBe('last-part-only');
  });
});

describe('M-01: parts that are missing are named', () => {
  test.each([
    [jpaFiles, 'site.j01'],
    [jpaFiles, 'site.j02'],
    [jpaFiles, 'site.jpa'],
    [jpsFiles, 'site.j01'],
  ])('%#', async (files, name) => {
    const found = await only(without(files, name));
    expect(found.problem).toEqual({ code: 'parts-missing', where: { parts: [name] } });
    expect(lines(found)).toContain(`${name} missing`);
    expect(found.parts.find((line) => line.name === name)?.size).toBe(0);
  });

  // Names alone do not tell: site.j03 is as good an end of the numbers as site.j04.
  test.each([
    ['a JPA by its header', jpaFiles],
    ['a JPS by its end mark', jpsFiles],
  ])('before the last one, in %s', async (_, files) => {
    const before = files.at(-2)?.name ?? '';
    const found = await only(without(files, before));
    expect(found.problem).toEqual({ code: 'parts-missing', where: { parts: [before] } });
  });

  test('M-09: where a single JPA says it has two, and has not all', async () => {
    const found = await only([file('site.jpa', writeJpa({ entries, partCount: 2 }).subarray(0, 1000))]);
    expect(found.problem).toEqual({ code: 'parts-missing', where: { parts: ['site.j01'] } });
  });

  test('of 65,535, the first thousand', async () => {
    const found = await only([file('site.jpa', writeJpa({ entries, partCount: 65_535 }).subarray(0, 1000))]);
    expect(found.parts.length).toBeLessThanOrEqual(1000);
  });
});

describe('parts that do not fit together are told', () => {
  test('M-09: where there are more than the archive says', async () => {
    const found = await only(partFiles(() => writeJpa({ entries, partCount: 2 })));
    expect(found.problem).toEqual({ code: 'part-count-differs', where: { expected: 2, found: 4 } });
  });

  test('where the first is not a beginning', async () => {
    const swapped = [
      file('site.j01', (jpaFiles[1] && new Uint8Array(await jpaFiles[1].arrayBuffer())) || ''),
      ...jpaFiles.slice(1),
    ];
    const found = await only(swapped);
    expect(found.problem).toEqual({ code: 'parts-mixed-up', where: { part: 'site.j01' } });
  });

  // The beginning is then within the first 128 KiB all the same, where other bytes may precede it; but not whole parts.
  test.each(['split/site.jpa', 'split/site-jps.jps'])(
    'M-03: where the first two of %s have changed names',
    async (name) => {
      const parts = readParts(name);
      const files = fixture(name).parts.map((part, i) =>
        file(part.replace('split/', ''), parts[i === 0 ? 1 : i === 1 ? 0 : i] ?? ''),
      );
      const found = await only(files);
      expect(found.problem).toEqual({ code: 'parts-mixed-up', where: { part: files[0]?.name } });
    },
  );

  test('where the first is a web page', async () => {
    const found = await only([file('site.j01', '<!DOCTYPE html>'), ...jpaFiles.slice(1)]);
    expect(found.problem).toEqual({ code: 'parts-mixed-up', where: { part: 'site.j01' } });
  });
});

describe('what is wrong with a single part is told', () => {
  test.each(jpaFiles.map(({ name }) => name))('M-06: %s is empty', async (name) => {
    const found = await only(jpaFiles.map((part) => (part.name === name ? file(name, '') : part)));
    expect(found.problem).toEqual({ code: 'part-empty', where: { part: name } });
    expect(lines(found)).toContain(`${name} empty`);
  });

  test('M-10: a download that has not ended', async () => {
    const found = await only([...without(jpaFiles, 'site.j02'), file('site.j02.crdownload', 'x')]);
    expect(found.problem).toEqual({ code: 'part-unfinished', where: { part: 'site.j02.crdownload' } });
    expect(lines(found)).toContain('site.j02.crdownload unfinished');
  });

  test('a part that is there twice', async () => {
    const found = await only([...jpaFiles, file('site.j02', 'other', 5)]);
    expect(found.problem).toEqual({ code: 'parts-doubled', where: { parts: ['site.j02'] } });
    expect(lines(found)).toContain('site.j02 doubled');
  });

  test('a header that lies', async () => {
    const found = await only([file('site.jpa', writeJpa({ entries, header: { length: 18 } }))]);
    expect(found.problem).toMatchObject({ code: 'archive-damaged', where: { part: 'site.jpa', offset: 0 } });
  });

  test('a version that is not known', async () => {
    const found = await only([file('site.jpa', writeJpa({ entries, version: '1.4' }))]);
    expect(found.problem).toMatchObject({ code: 'unknown-version', where: { text: 'JPA 1.4' } });
  });

  test('a part that cannot be read', async () => {
    const found = await only([unreadable('site.jpa')]);
    expect(found.problem).toMatchObject({ code: 'part-unreadable', where: { part: 'site.jpa' } });
  });
});

describe('M-05: a size that is out of line is marked', () => {
  function sized(...sizes: readonly number[]): Promise<FoundBackup> {
    return only(
      sizes.map((size, i) =>
        file(i === sizes.length - 1 ? 'site.jpa' : `site.j0${i + 1}`, new Uint8Array(size * kibibyte)),
      ),
    );
  }

  test.each([
    ['parts of one size and a shorter last one', [200, 200, 50], []],
    ['a part shorter by less than a header', [200, 150, 200, 50], []],
    ['a part shorter by more than a header', [200, 100, 200, 50], ['site.j02']],
    ['a last part longer than the others', [200, 200, 300], ['site.jpa']],
    ['a single part', [200], []],
  ])('%s', async (_, sizes, odd) => {
    const { parts } = await sized(...sizes);
    expect(parts.filter(({ state }) => state === 'odd-size').map(({ name }) => name)).toEqual(odd);
  });
});

describe('files of other names', () => {
  test('are looked into, and a backup is one by any name', async () => {
    const found = await survey(
      file('backup', writeJpa({ entries })),
      file('backup.jpa.txt', writeJps({ entries })),
      file('archive.bin', writeZip({ entries: [{ path: 'a', content: 'b' }] })),
      file('readme.txt', 'text'),
      file('empty', ''),
    );
    expect(found.backups.map(({ name, problem }) => [name, problem])).toEqual([
      ['backup', null],
      ['backup.jpa.txt', null],
      ['archive.bin', null],
    ]);
    expect(found.strays).toEqual(['readme.txt', 'empty']);
  });

  test('are named up to the hundredth', async () => {
    const names = Array.from({ length: 150 }, (_, i) => `photo ${i}.png`);
    expect((await survey(...names.map((name) => file(name, 'x')))).strays).toEqual(names.slice(0, 100));
  });

  test('are not looked into from the thirty-third on', async () => {
    const others = Array.from({ length: 31 }, (_, i) => file(`photo ${i}.png`, 'x'));
    const backup = writeJpa({ entries });
    const found = await survey(...others, file('the 32nd', backup), file('the 33rd', backup));
    expect(found.backups.map(({ name }) => name)).toEqual(['the 32nd']);
    expect(found.strays).toContain('the 33rd');
  });

  test('are strays where they cannot be read', async () => {
    const found = await survey(unreadable('a folder'), ...jpaFiles);
    expect(found.strays).toEqual(['a folder']);
    expect(found.backups).toMatchObject([{ name: 'site.jpa', problem: null }]);
  });
});

test('M-16: an extension that lies does not matter', async () => {
  const { backups } = await surveyFiles([file('site.jpa', writeJps({ password: fixturePassword, entries }))]);
  expect(backups[0]?.found.problem).toBeNull();
  expect(backups[0] && (await readIndex(backups[0].source, fixturePassword))).toMatchObject({ format: 'jps' });
});

test('several backups are each found, and numbered', async () => {
  const { backups } = await survey(...jpaFiles, file('other.jpa', writeJpa({ entries })), file('third.zip', ''));
  expect(backups.map(({ id, name, problem }) => [id, name, problem?.code])).toEqual([
    [0, 'site.jpa', undefined],
    [1, 'other.jpa', undefined],
    [2, 'third.zip', 'part-empty'],
  ]);
});

test('no files are no backups', async () => {
  expect(await survey()).toEqual({ backups: [], strays: [] });
});

/** A file that has gone, or a folder that came in as one: the browser fails on reading it. */
function unreadable(name: string): File {
  class Gone extends File {
    override slice(): Blob {
      const blob = new Blob();
      blob.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
      return blob;
    }
  }
  return new Gone(['content'], name);
}
