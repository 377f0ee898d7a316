// Whose the numbered parts of a picked set are, where names do not tell: JPA and JPS share `.j01`, `.j02` and so on.
import { describe, expect, test } from 'vitest';
import { surveyFiles } from '../../src/extract/survey.ts';
import type { FoundBackup } from '../../src/extract/worker-api.ts';
import { readPart } from '../support/fixtures.ts';
import { fileOf, fixtureFiles } from './session-files.ts';

/** A split backup under the name `site`. */
function split(name: string): readonly File[] {
  return fixtureFiles(name).map((part) => new File([part], part.name.replace('site-jps', 'site')));
}

async function found(...files: readonly File[]): Promise<readonly FoundBackup[]> {
  return (await surveyFiles(files)).survey.backups;
}

describe('a whole backup beside one in parts, of the same name', () => {
  test.each([
    ['site.jpa', 'split/site-jps.jps'],
    ['site.jps', 'split/site.jpa'],
  ])('%s and %s: both are whole', async (whole, parts) => {
    const files = split(parts);
    const backups = await found(fileOf(whole, readPart(whole)), ...files);
    expect(backups.map(({ problem }) => problem)).toEqual([null, null]);
    const sizes = backups.map((backup) => backup.parts.length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([1, files.length]);
  });
});

test('M-01: the first parts of a JPS lack a .jps', async () => {
  const [backup] = await found(...split('split/site-jps.jps').slice(0, -1));
  expect(backup?.problem).toEqual({ code: 'parts-missing', where: { parts: ['site.jps'] } });
});

test('M-01: a first part that cannot be read lacks a .jpa, like any other', async () => {
  class Gone extends File {
    override slice(): Blob {
      const blob = new Blob();
      blob.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
      return blob;
    }
  }
  const [backup] = await found(new Gone(['content'], 'site.j01'));
  expect(backup?.problem).toEqual({ code: 'parts-missing', where: { parts: ['site.jpa'] } });
});
