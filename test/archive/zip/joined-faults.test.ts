// One thing is wrong in a ZIP whose parts were joined by hand: that costs one file, as it does in a ZIP of one part.
import { describe, expect, test } from 'vitest';
import type { ArchiveIndex } from '../../../src/archive/entry.ts';
import { readZip } from '../../../src/archive/zip/read-index.ts';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import type { JoinedSource } from '../../../src/parts/joined-source.ts';
import { concat } from '../../support/byte-writer.ts';
import { DrippingSource, singlePart } from '../../support/parted-source.ts';
import { writeUnevenZip, writeZipEntry, zipExtra, type ZipEntry } from '../../support/write-zip.ts';
import { quiet } from '../open-any.ts';
import { salvage } from '../salvage/damage.ts';
import { decode, indexOf, zipSource } from './open.ts';

const extra = zipExtra(0x5455, new Uint8Array(5));
const names = ['a', 'b', 'c', 'd', 'e', 'f'];
/** The mode is told by the directory alone. */
const fields = { versionMadeBy: 0x31e, attributes: 0o100640 * 65_536 };
const six: readonly ZipEntry[] = names.map((path) => ({
  path,
  content: path.padEnd(119, '.'),
  store: true,
  local: { extra },
  fields,
}));

/** @param starts which of the entries is the first of each part but the first one */
function join(entries: readonly ZipEntry[], starts: readonly number[], end = {}): Uint8Array {
  const edges = starts.map((start) => 4 + concat(entries.slice(0, start).map(writeZipEntry)).length);
  return concat(writeUnevenZip({ entries, end }, edges)).slice();
}

function change(path: string, wrong: Partial<ZipEntry>, entries = six): readonly ZipEntry[] {
  return entries.map((entry) => (entry.path === path ? { ...entry, ...wrong } : entry));
}

/** The paths of an index whose data is refused. What is not refused must be what was written. */
async function refused({ entries }: ArchiveIndex, source: JoinedSource): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of entries) {
    const bytes = await decode(entry, source).catch(() => null);
    if (bytes === null) paths.push(entry.path);
    else expect(new TextDecoder().decode(bytes)).toBe(entry.path.padEnd(119, '.'));
  }
  return paths;
}

const badHeader = { local: { extra, signature: 7 } };
const places = [
  ['two files each', [2, 4]],
  ['two files, one, and three', [2, 3]],
  ['one file, three, and two', [1, 4]],
  ['five files, one, and the directory', [5, 6]],
] as const;

describe.each(places)('in parts of %s', (_, starts) => {
  const isLone = (path: string): boolean => {
    const number = names.indexOf(path);
    const edges: readonly number[] = [0, ...starts];
    return edges.includes(number) && edges.includes(number + 1);
  };

  // A first header that is damaged is no sign of a set; one that is alone in its part leaves nothing to tell where that begins.
  test.each(names.slice(1).filter((path) => !isLone(path)))('a damaged header of %s costs it alone', async (path) => {
    const source = zipSource(join(change(path, badHeader), starts));
    const index = await indexOf(source);
    expect(index.entries.map((entry) => entry.path)).toEqual(names);
    expect(await refused(index, source)).toEqual([path]);
  });

  test.each(names.filter((path) => !isLone(path)))('an offset of %s past all costs it alone', async (path) => {
    const source = zipSource(join(change(path, { record: { offset: 100_000 } }), starts));
    const index = await indexOf(source);
    expect(index.entries.map((entry) => entry.path)).toEqual(names);
    expect(await refused(index, source)).toEqual([path]);
  });

  describe.each([
    ['no descriptors', undefined],
    ['signed descriptors', 'signed'],
    ['unsigned descriptors', 'unsigned'],
  ] as const)('with %s', (__, descriptor) => {
    const all = six.map((entry) => ({ ...entry, ...(descriptor === undefined ? {} : { descriptor }) }));

    test.each<[string, Partial<ZipEntry>]>([
      ['an offset past all', { record: { offset: 100_000 } }],
      ['an offset of 0', { record: { offset: 0 } }],
      ['an offset that is off by a few bytes', { record: { offset: 40 } }],
      ['the number of the first part', { record: { part: 0 } }],
      ['the number of the last part', { record: { part: 2 } }],
      ['the number of a part that there is not', { record: { part: 9 } }],
    ])('past damage, a record with %s costs nothing', async (___, wrong) => {
      for (const path of names) {
        const source = zipSource(join(change(path, wrong, all), starts));
        const index = await salvage(source);
        expect(
          index.issues.map(({ kind }) => kind),
          path,
        ).not.toContain('no-directory');
        expect(
          index.entries.map((entry) => [entry.path, entry.mode]),
          path,
        ).toEqual(names.map((name) => [name, 0o100640]));
        expect(await refused(index, source), path).toEqual([]);
      }
    });

    test('past damage, a damaged header costs its file alone', async () => {
      for (const path of names.slice(1)) {
        const source = zipSource(join(change(path, badHeader, all), starts));
        const index = await salvage(source);
        expect(
          index.entries.map((entry) => [entry.path, entry.mode]),
          path,
        ).toEqual(names.map((name) => [name, 0o100640]));
        expect(await refused(index, source), path).toEqual([path]);
      }
    });
  });
});

test('past damage, an end record that is wrong about the last part alone costs nothing', async () => {
  const source = zipSource(join(six, [2, 6], { directoryOffset: 5000 }));
  await expect(indexOf(source)).rejects.toMatchObject({ code: 'archive-damaged' });
  const index = await salvage(source);
  expect(index.entries.map(({ mode }) => mode)).toEqual(names.map(() => 0o100640));
  expect(index.issues.map(({ kind }) => kind)).toEqual(['parts-joined', 'size-differs']);
  expect(await refused(index, source)).toEqual([]);
});

describe('in the extra field of an entry whose header is damaged', () => {
  const [, , c] = six;
  if (c === undefined) throw new Error('six entries');
  const withDecoy = (decoy: Partial<ZipEntry>): JoinedSource => {
    // Behind as many bytes as would end the entry, had it no extra field: the search begins there.
    const bytes = concat([new Uint8Array(200), writeZipEntry({ ...c, ...decoy })]);
    return zipSource(join(change('b', { local: { signature: 7, extra: zipExtra(0x7777, bytes) } }), [2, 4]));
  };

  test.each<[string, Partial<ZipEntry>]>([
    ['another size', { local: { size: 118 } }],
    ['another packed size', { local: { packedSize: 118 } }],
    ['another method', { local: { method: 8 } }],
    ['another name', { local: { name: 'x' } }],
    ['no signature', { local: { signature: 7 } }],
  ])('what looks like the next header and has %s is not taken for it', async (_, decoy) => {
    const source = withDecoy(decoy);
    expect(await refused(await indexOf(source), source)).toEqual(['b']);
  });

  test('what repeats it in all, before other data, never passes for the file', async () => {
    const source = withDecoy({ data: 'y'.repeat(119) });
    // The records that the one agrees with are as many as those that the other does: neither is trusted with what is not its own.
    expect(await refused(await indexOf(source), source)).toContain('b');
    expect(await refused(await salvage(source), source)).toContain('b');
  });
});

describe('however many parts are stated', () => {
  const count = 6000;
  /** @param perPart entries in each */
  const joined = (perPart: number, wrong: (index: number) => Partial<ZipEntry>): DrippingSource => {
    const entries = Array.from({ length: count }, (_, i): ZipEntry => {
      return { path: `${i}`.padEnd(20, '.'), store: true, descriptor: 'signed', ...wrong(i) };
    });
    const edges = Array.from({ length: count / perPart - 1 }, (_, i) => 4 + (i + 1) * perPart * (30 + 20 + 16));
    return new DrippingSource(new MemorySource(concat(writeUnevenZip({ entries }, edges))));
  };

  test('what lies close together is read together', async () => {
    const source = joined(1, () => ({}));
    await indexOf(singlePart(source, 'site.zip'));
    expect(source.reads.length).toBeLessThan(200);
  });

  test('looking for parts ends, where nothing is as the directory says', async () => {
    const source = joined(6, (i) => ({ record: { offset: (i * 7919) % 100_000 } }));
    const { index } = await readZip(singlePart(source, 'site.zip'), { progress: quiet, salvages: true });
    expect(index.entries).toHaveLength(count);
    expect(source.reads.length).toBeLessThan(60_000);
  });
});

test('the data of an entry whose header is damaged is not searched', async () => {
  const bytes = join(change('b', { ...badHeader, content: 'b'.repeat(500_000) }), [2, 4]);
  const source = new DrippingSource(new MemorySource(bytes));
  const index = await indexOf(singlePart(source, 'site.zip'));
  expect(index.entries).toHaveLength(6);
  // The last bytes are read for the directory.
  const read = source.reads.filter(({ offset }) => offset < 300_000).reduce((sum, { length }) => sum + length, 0);
  expect(read).toBeLessThan(40_000);
});
