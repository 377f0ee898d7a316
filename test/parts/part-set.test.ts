// Picked files sorted into backups, by names and sizes alone.
import { describe, expect, test } from 'vitest';
import { groupParts } from '../../src/parts/group-parts.ts';
import { missingPartName, type NamedFile, type PartSet } from '../../src/parts/part-set.ts';

let nextTime = 0;

/** Files of one byte; two of the same name are different files. */
function files(...names: readonly string[]): NamedFile[] {
  return names.map((name) => ({ name, size: 1, lastModified: (nextTime += 1) }));
}

function namesIn(set: PartSet<NamedFile>): string[] {
  return set.parts.map(({ file }) => file.name);
}

/** Every set as the names of its parts, with what is missing and doubled. */
function sets(...names: readonly string[]): { parts: string[]; missing: string[]; doubled: string[] }[] {
  return groupParts(files(...names)).sets.map((set) => ({
    parts: namesIn(set),
    missing: set.missing.map((number) => missingPartName(set, number)),
    doubled: set.doubled.map(({ file }) => file.name),
  }));
}

function whole(...parts: readonly string[]): { parts: string[]; missing: string[]; doubled: string[] } {
  return { parts: [...parts], missing: [], doubled: [] };
}

describe('in order', () => {
  test('M-02: however they are picked', () => {
    expect(sets('site.jpa', 'site.j02', 'site.j01')).toEqual([whole('site.j01', 'site.j02', 'site.jpa')]);
  });

  test('M-02: by number and not by letter: 100 behind 99, and the last part behind all', () => {
    const numbers = Array.from({ length: 101 }, (_, i) => `site.j${String(i + 1).padStart(2, '0')}`);
    const [set] = sets(...['site.jpa', ...numbers].toSorted());
    expect(set).toEqual(whole(...numbers, 'site.jpa'));
  });

  test('in either case', () => {
    expect(sets('site.JPA', 'site.J02', 'site.j01')).toEqual([whole('site.j01', 'site.J02', 'site.JPA')]);
  });
});

describe('M-01: what is missing is named', () => {
  test.each([
    [['site.j01', 'site.jpa'], []],
    [['site.j02', 'site.jpa'], ['site.j01']],
    [['site.j01', 'site.j03', 'site.jps'], ['site.j02']],
    [['site.j01', 'site.j02'], ['site.jpa']],
    [
      ['site.z01', 'site.z03'],
      ['site.z02', 'site.zip'],
    ],
    [['site.j04'], ['site.j01', 'site.j02', 'site.j03', 'site.jpa']],
    [
      ['site.j99', 'site.j101', 'site.jpa'],
      [...Array.from({ length: 98 }, (_, i) => `site.j${String(i + 1).padStart(2, '0')}`), 'site.j100'],
    ],
  ])('of %j: %j', (names, missing) => {
    expect(sets(...names)[0]?.missing).toEqual(missing);
  });

  test('of a part that claims to be the hundred-millionth, the first ten thousand', () => {
    expect(sets('site.j99999999', 'site.jpa')[0]?.missing).toHaveLength(9999);
  });
});

describe('what is doubled is named', () => {
  test('where the same name comes from two folders', () => {
    expect(sets('site.j01', 'site.j01', 'site.jpa')).toEqual([
      { ...whole('site.j01', 'site.jpa'), doubled: ['site.j01'] },
    ]);
  });

  test('where a part bears its number in two ways', () => {
    expect(sets('site.j01', 'site.j001', 'site.jpa')[0]?.doubled).toEqual(['site.j001']);
  });

  test('M-11: but the same file picked twice counts once', () => {
    const [one, two] = files('site.j01', 'site.jpa');
    if (one === undefined || two === undefined) throw new Error('two files');
    const { sets: found } = groupParts([one, two, { ...one }, two]);
    expect(found).toMatchObject([{ doubled: [], missing: [] }]);
    expect(found[0]?.parts).toHaveLength(2);
  });
});

describe('M-10: second downloads', () => {
  test('of one part belong to its set, doubled', () => {
    expect(sets('site.j01', 'site (1).j01', 'site.jpa')).toEqual([
      { ...whole('site.j01', 'site.jpa'), doubled: ['site (1).j01'] },
    ]);
  });

  test('fill a gap', () => {
    expect(sets('site (1).j01', 'site.j02', 'site.jpa')).toEqual([whole('site (1).j01', 'site.j02', 'site.jpa')]);
    expect(sets('site.j01', 'site(2).j02', 'site (1).j03', 'site.jpa')).toEqual([
      whole('site.j01', 'site(2).j02', 'site (1).j03', 'site.jpa'),
    ]);
  });

  test('fill the gap at the end', () => {
    expect(sets('site.j01', 'site (1).jpa')).toEqual([whole('site.j01', 'site (1).jpa')]);
  });

  test('of a whole set are a set of their own', () => {
    expect(sets('site.j01', 'site.jpa', 'site (1).j01', 'site (1).jpa')).toEqual([
      whole('site.j01', 'site.jpa'),
      whole('site (1).j01', 'site (1).jpa'),
    ]);
    expect(sets('site.jpa', 'site (1).jpa')).toEqual([whole('site.jpa'), whole('site (1).jpa')]);
  });

  test('without a first one are simply named so', () => {
    expect(sets('site (1).j01', 'site (1).jpa')).toEqual([whole('site (1).j01', 'site (1).jpa')]);
    expect(sets('site (1).j02', 'site (1).jpa')[0]?.missing).toEqual(['site (1).j01']);
  });
});

describe('M-10: downloads that have not ended', () => {
  test('are parts, and told', () => {
    const { sets: found } = groupParts(files('site.j01', 'site.j02.crdownload', 'site.jpa'));
    expect(found.map((set) => set.parts.map(({ isUnfinished }) => isUnfinished))).toEqual([[false, true, false]]);
    expect(found[0]?.missing).toEqual([]);
  });

  test.each([[['site.j01', 'site.j01.part', 'site.jpa']], [['site.j01.part', 'site.j01', 'site.jpa']]])(
    'give way to the one that has: %j',
    (names) => {
      expect(sets(...names)).toEqual([whole('site.j01', 'site.jpa')]);
    },
  );
});

describe('several backups', () => {
  test('come in the order of their first file', () => {
    expect(sets('b.jpa', 'a.j01', 'b.j01', 'c.zip', 'a.jps')).toEqual([
      whole('b.j01', 'b.jpa'),
      whole('a.j01', 'a.jps'),
      whole('c.zip'),
    ]);
  });

  test('of the same name in JPA and in ZIP are two', () => {
    expect(sets('site.jpa', 'site.z01', 'site.j01', 'site.zip')).toEqual([
      whole('site.j01', 'site.jpa'),
      whole('site.z01', 'site.zip'),
    ]);
  });

  test('of the same name in JPA and in JPS are two, and the numbered parts go to one of them', () => {
    const found = sets('site.jps', 'site.j01', 'site.jpa');
    expect(found).toEqual([whole('site.jps'), whole('site.j01', 'site.jpa')]);
  });

  test.each(['jpa', 'jps'] as const)(
    'of the same name in JPA and in JPS: a first part that is %s decides',
    (family) => {
      const picked = files('site.jps', 'site.j01', 'site.j02', 'site.jpa');
      const found = groupParts(picked, { begun: new Map(picked.slice(1, 2).map((first) => [first, family])) });
      const owner = found.sets.find((set) => set.family === family);
      expect(owner && namesIn(owner)).toEqual(['site.j01', 'site.j02', `site.${family}`]);
      expect(found.sets.map(({ missing }) => missing)).toEqual([[], []]);
    },
  );

  test('of numbered parts alone: a first part tells the name of the last', () => {
    const picked = files('site.j01', 'site.j02');
    const [set] = groupParts(picked, { begun: new Map(picked.slice(0, 1).map((first) => [first, 'jps'])) }).sets;
    expect(set?.missing.map((number) => missingPartName(set, number))).toEqual(['site.jps']);
  });

  test('with names that JavaScript knows are backups like any other', () => {
    expect(sets('__proto__.jpa', 'constructor.zip')).toEqual([whole('__proto__.jpa'), whole('constructor.zip')]);
  });
});

test('files of other names are strays', () => {
  const { strays, sets: found } = groupParts(files('readme.txt', 'site.jpa', 'site.j00', 'kickstart.php'));
  expect(strays.map(({ name }) => name)).toEqual(['readme.txt', 'site.j00', 'kickstart.php']);
  expect(found).toHaveLength(1);
});

test('no files are no backups', () => {
  expect(groupParts([])).toEqual({ sets: [], strays: [] });
});
