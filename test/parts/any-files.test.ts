// Whatever is picked, in whatever order: nothing is lost in sorting, and a set that is whole is found whole.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partFileName } from '../../src/parts/part-name.ts';
import { groupParts } from '../../src/parts/group-parts.ts';
import { missingPartName, type NamedFile } from '../../src/parts/part-set.ts';

const last = Infinity;

const anyName = fc.oneof(
  fc.string(),
  fc
    .tuple(
      fc.constantFrom('site', 'Site', 'a (1)', 'a', 'a(1)', '__proto__'),
      fc.constantFrom('.jpa', '.JPS', '.zip', '.j01', '.J02', '.j03', '.z01', '.z02', '.j100', '.j00', '.txt'),
      fc.constantFrom('', '', '', '.part', '.crdownload'),
    )
    .map((pieces) => pieces.join('')),
);
const anyFile = fc.record({
  name: anyName,
  size: fc.nat({ max: 2 }),
  lastModified: fc.nat({ max: 1 }),
  folder: fc.constantFrom('', 'a', 'a/b'),
});
const anyFiles = fc.array(anyFile, { maxLength: 25 });

function isSame(one: NamedFile, other: NamedFile): boolean {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

test('every file is in one place, but for repeats and unfinished downloads of what is there', () => {
  fc.assert(
    fc.property(anyFiles, (picked) => {
      const { sets, strays } = groupParts(picked, { folders: new Map(picked.map((file) => [file, file.folder])) });
      const placed = [...strays, ...sets.flatMap((set) => [...set.parts, ...set.doubled].map(({ file }) => file))];
      expect(new Set(placed).size).toBe(placed.length);
      const left = picked.filter((file) => !placed.some((one) => isSame(one, file)));
      expect(left.filter(({ name }) => !/\.(part|crdownload)$/.test(name))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('the parts of a set rise, and with the missing ones leave no gap', () => {
  fc.assert(
    fc.property(anyFiles, (picked) => {
      for (const { parts, missing } of groupParts(picked).sets) {
        const numbers = parts.map(({ number }) => number);
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => (a < b ? -1 : 1)));
        const highest = Math.max(0, ...numbers.filter((number) => number !== last));
        const all = [...Array.from({ length: highest }, (_, i) => i + 1), last];
        expect([...numbers, ...missing].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(all);
      }
    }),
    { numRuns: 300 },
  );
});

/** A set of 2 to 120 parts as names in order, those names in any order, and one of them. */
const anySet = fc
  .record({ count: fc.integer({ min: 2, max: 120 }), family: fc.constantFrom('jpa', 'jps', 'zip') })
  .chain(({ count, family }) => {
    const letter = family === 'zip' ? 'z' : 'j';
    const names = Array.from({ length: count }, (_, i) =>
      partFileName('site', letter, i === count - 1 ? last : i + 1, family),
    );
    return fc.record({
      names: fc.constant(names),
      shuffled: fc.shuffledSubarray(names, { minLength: count }),
      lost: fc.nat({ max: count - 1 }),
    });
  });

function toFile(name: string): NamedFile {
  return { name, size: 1, lastModified: 0 };
}

test('a set is found whole in any order', () => {
  fc.assert(
    fc.property(anySet, ({ names, shuffled }) => {
      const { sets } = groupParts(shuffled.map(toFile));
      expect(sets).toMatchObject([{ missing: [], doubled: [] }]);
      expect(sets[0]?.parts.map(({ file }) => file.name)).toEqual(names);
    }),
    { numRuns: 100 },
  );
});

test('without one of its parts, that one is named, but for the one before the last', () => {
  fc.assert(
    fc.property(anySet, ({ names, shuffled, lost }) => {
      const name = names[lost] ?? '';
      const [set] = groupParts(shuffled.filter((other) => other !== name).map(toFile)).sets;
      const missing = set?.missing.map((number) => missingPartName(set, number));
      // Names do not tell that site.j07 was the last before site.jpa, nor that numbered parts end in site.jps.
      if (lost === names.length - 2) expect(missing).toEqual([]);
      else expect(missing).toEqual([name === 'site.jps' ? 'site.jpa' : name]);
    }),
    { numRuns: 100 },
  );
});
