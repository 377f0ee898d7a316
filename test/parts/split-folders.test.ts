// Backups of the same name in several folders, told apart only where a part would otherwise be doubled.
import { describe, expect, test } from 'vitest';
import { groupParts, type Known } from '../../src/parts/group-parts.ts';
import { missingPartName, type NamedFile } from '../../src/parts/part-set.ts';

interface Lying extends NamedFile {
  readonly folder: string;
}

/** A file at a path. The same path and date is the same file; another date makes it another one. */
function at(path: string, lastModified: number): Lying {
  const slash = path.lastIndexOf('/');
  return { name: path.slice(slash + 1), folder: path.slice(0, Math.max(0, slash)), size: 1, lastModified };
}

function grouped(files: readonly Lying[], known: Known<Lying> = {}) {
  const folders = new Map(files.map((file) => [file, file.folder]));
  const { sets, strays } = groupParts(files, { ...known, folders });
  const paths = (found: readonly { readonly file: Lying }[]): string[] =>
    found.map(({ file }) => `${file.folder}/${file.name}`);
  const told = sets.map((set) => ({
    parts: paths(set.parts),
    missing: set.missing.map((number) => missingPartName(set, number)),
    doubled: paths(set.doubled),
  }));
  return { sets: told, strays: strays.length };
}

/** Of files that all differ. */
function sets(...files: readonly string[]) {
  return grouped(files.map((path, index) => at(path, index))).sets;
}

function whole(...parts: readonly string[]) {
  return { parts: [...parts], missing: [], doubled: [] };
}

describe('numbered parts that were picked by themselves', () => {
  const feb = ['feb/site.j01', 'feb/site.j02', 'feb/site.jpa'];

  test('go to the one backup that they go on with', () => {
    expect(sets('jan/site.j01', 'jan/site.jpa', ...feb, 'site.j02')).toEqual([
      whole('jan/site.j01', '/site.j02', 'jan/site.jpa'),
      whole(...feb),
    ]);
  });

  test('are a set of their own where they could go on with two', () => {
    const found = sets('jan/site.j01', 'jan/site.jpa', 'feb/site.j01', 'feb/site.jpa', 'site.j02');
    expect(found).toHaveLength(3);
    expect(found.slice(0, 2)).toEqual([whole('jan/site.j01', 'jan/site.jpa'), whole('feb/site.j01', 'feb/site.jpa')]);
  });

  test('are told as doubled where the only backup has them already', () => {
    expect(sets(...feb, 'site.j02')).toEqual([{ parts: feb, missing: [], doubled: ['/site.j02'] }]);
  });
});

describe('two backups of one name', () => {
  test('in two folders are two', () => {
    expect(sets('jan/site.j01', 'jan/site.jpa', 'feb/site.j01', 'feb/site.jpa')).toEqual([
      whole('jan/site.j01', 'jan/site.jpa'),
      whole('feb/site.j01', 'feb/site.jpa'),
    ]);
  });

  test('of one part each are two', () => {
    expect(sets('jan/site.zip', 'feb/site.zip')).toEqual([whole('jan/site.zip'), whole('feb/site.zip')]);
  });

  test('in no known folder are one with its parts doubled', () => {
    expect(sets('site.j01', 'site.jpa', 'site.j01', 'site.jpa')).toEqual([
      { ...whole('/site.j01', '/site.jpa'), doubled: ['/site.j01', '/site.jpa'] },
    ]);
  });

  test('of which one is not whole: it lacks a part, and the other one does not', () => {
    const found = sets('jan/site.j02', 'jan/site.jpa', 'feb/site.j01', 'feb/site.j02', 'feb/site.jpa');
    expect(found).toEqual([
      { ...whole('jan/site.j02', 'jan/site.jpa'), missing: ['site.j01'] },
      whole('feb/site.j01', 'feb/site.j02', 'feb/site.jpa'),
    ]);
  });

  test('of which one is not whole: what is picked by itself joins it', () => {
    const rest = ['jan/site.j02', 'jan/site.jpa', 'feb/site.j01', 'feb/site.j02', 'feb/site.jpa'];
    expect(sets(...rest, 'site.j01')).toContainEqual(whole('/site.j01', 'jan/site.j02', 'jan/site.jpa'));
  });

  test('of which one lies in two folders', () => {
    expect(sets('a/site.j01', 'b/site.jpa', 'c/site.j01', 'c/site.jpa')).toEqual([
      whole('a/site.j01', 'b/site.jpa'),
      whole('c/site.j01', 'c/site.jpa'),
    ]);
  });

  test('of which a second download of one part lies beside the others', () => {
    expect(sets('jan/site.j01', 'jan/site.jpa', 'feb/site (1).j01', 'feb/site.jpa')).toEqual([
      whole('jan/site.j01', 'jan/site.jpa'),
      whole('feb/site (1).j01', 'feb/site.jpa'),
    ]);
  });

  test('that both bear the (1) of a second download do not become one of another name', () => {
    const named = ['jan/site (1).j01', 'jan/site (1).jpa', 'feb/site (1).j01', 'feb/site (1).jpa'];
    expect(sets('jan/site.jpa', ...named)).toHaveLength(3);
  });

  test('of JPA and JPS have their own numbered parts', () => {
    const files = ['a/site.j01', 'a/site.jpa', 'b/site.j01', 'b/site.jps'].map(at);
    const begun = new Map(files.map((file) => [file, file.folder === 'a' ? ('jpa' as const) : ('jps' as const)]));
    expect(grouped(files, { begun }).sets).toEqual([
      whole('a/site.j01', 'a/site.jpa'),
      whole('b/site.j01', 'b/site.jps'),
    ]);
  });
});

describe('one backup', () => {
  test('in two folders is one, where nothing is doubled', () => {
    expect(sets('a/site.j01', 'b/site.jpa')).toEqual([whole('a/site.j01', 'b/site.jpa')]);
  });

  test('of which a folder seems whole is one, where nothing is doubled', () => {
    expect(sets('a/site.j01', 'a/site.jpa', 'b/site.j02')).toEqual([whole('a/site.j01', 'b/site.j02', 'a/site.jpa')]);
  });

  test('of which no folder holds all is told with what is doubled: whose it is, is not known', () => {
    expect(sets('a/site.j01', 'a/site.j02', 'b/site.j02', 'b/site.jpa')).toEqual([
      { ...whole('a/site.j01', 'a/site.j02', 'b/site.jpa'), doubled: ['b/site.j02'] },
    ]);
  });

  test('with two last parts, each by itself, is told with what is doubled', () => {
    expect(sets('a/site.jpa', 'b/site.j01', 'c/site.jpa')).toEqual([
      { ...whole('b/site.j01', 'a/site.jpa'), doubled: ['c/site.jpa'] },
    ]);
  });
});

describe('a copy in another folder', () => {
  test('of one part counts once', () => {
    const found = grouped([at('a/site.j01', 1), at('a/site.jpa', 2), at('b/site.j01', 1)]);
    expect(found.sets).toMatchObject([{ parts: { length: 2 }, missing: [], doubled: [] }]);
  });

  test('of a whole backup counts once', () => {
    const files = ['a', 'b'].flatMap((folder) => [at(`${folder}/site.j01`, 1), at(`${folder}/site.jpa`, 2)]);
    expect(grouped(files).sets).toMatchObject([{ parts: { length: 2 }, missing: [], doubled: [] }]);
  });

  test('of a whole backup counts once beside another one', () => {
    const files = ['a', 'b', 'c'].flatMap((folder, index) => [
      at(`${folder}/site.j01`, Math.min(index, 1)),
      at(`${folder}/site.jpa`, Math.min(index, 1)),
    ]);
    expect(grouped(files).sets).toEqual([whole('a/site.j01', 'a/site.jpa'), whole('b/site.j01', 'b/site.jpa')]);
  });

  test('of one part of two backups makes no third one', () => {
    const files = [at('a/site.j01', 1), at('a/site.jpa', 1), at('b/site.j01', 2), at('b/site.jpa', 2)];
    expect(grouped([...files, at('c/site.j01', 1)]).sets).toEqual([
      whole('a/site.j01', 'a/site.jpa'),
      whole('b/site.j01', 'b/site.jpa'),
    ]);
  });

  test('that both backups have is a part of each', () => {
    const files = [at('a/site.j01', 1), at('a/site.jpa', 1), at('b/site.j01', 1), at('b/site.jpa', 2)];
    expect(grouped(files).sets).toEqual([whole('a/site.j01', 'a/site.jpa'), whole('b/site.j01', 'b/site.jpa')]);
  });

  test('of a stray counts once', () => {
    expect(grouped([at('a/x.bin', 1), at('b/x.bin', 1), at('b/y.bin', 1)]).strays).toBe(2);
  });
});
