// Going past damage in a ZIP: by the directory as far as that leads, and without it.
import { describe, expect, test } from 'vitest';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import { joinSources } from '../../../src/parts/joined-source.ts';
import { concat } from '../../support/byte-writer.ts';
import {
  writeSplitZip,
  writeZip,
  writeZipEntry,
  writeZipRecord,
  writeZipEnd,
  type ZipEntry,
} from '../../support/write-zip.ts';
import { singlePart } from '../../support/parted-source.ts';
import { contents } from '../zip/open.ts';
import { randomBytes, salvage } from './damage.ts';

const text = (path: string): ZipEntry => ({ path, content: `content of ${path}, `.repeat(9) });
const three = [text('a'), text('b'), text('c')];
const expected = Object.fromEntries(three.map(({ path, content }): [string, unknown] => [String(path), content]));

/** Without directory and end record. */
function headless(entries: readonly ZipEntry[]): Uint8Array {
  return concat(entries.map(writeZipEntry));
}

async function contentsOf(bytes: Uint8Array): Promise<Record<string, string>> {
  return contents(await salvage(bytes), singlePart(bytes));
}

describe('without a directory', () => {
  test('what is there is found by local headers, and told as such', async () => {
    const index = await salvage(headless(three));
    expect(index.issues[0]).toEqual({ kind: 'no-directory' });
    expect(index.checks).toEqual([]);
    expect(await contentsOf(headless(three))).toEqual(expected);
  });

  test.each(['signed', 'unsigned'] as const)(
    'sizes in a descriptor, %s, are found behind the data',
    async (descriptor) => {
      // Without a signature, what follows it must tell where it ends.
      const bytes = headless([...three.map((entry) => ({ ...entry, descriptor })), text('last')]);
      expect(await contentsOf(bytes)).toMatchObject(expected);
    },
  );

  test('sizes in a Zip64 field are read', async () => {
    expect(await contentsOf(headless(three.map((entry) => ({ ...entry, wide: true }))))).toEqual(expected);
  });

  test('an encrypted entry is named, and cannot be read', async () => {
    const { entries } = await salvage(headless([{ ...text('a'), fields: { flags: 0x801 } }, text('b')]));
    expect(entries.map(({ path, data }) => [path, data.in])).toEqual([
      ['a', 'unsupported'],
      ['b', 'deflate'],
    ]);
  });

  test('a ZIP stored in it is one entry, and none of its own are made', async () => {
    const inner = { path: 'inner.zip', content: writeZip({ entries: [text('x'), text('y')] }), store: true };
    const { entries } = await salvage(headless([text('a'), inner, text('b')]));
    expect(entries.map(({ path }) => path)).toEqual(['a', 'inner.zip', 'b']);
  });
});

describe('with a directory', () => {
  test('that is sound nothing is searched for', async () => {
    expect((await salvage(writeZip({ entries: three }))).issues).toEqual([]);
  });

  test('of entries that share their bytes the one that is found there is believed, and the others are not', async () => {
    const body = headless([text('a'), text('c')]);
    const second = writeZipEntry(text('a')).length;
    const records = concat([
      writeZipRecord(text('a'), 0),
      writeZipRecord(text('a'), 0),
      writeZipRecord(text('c'), second),
    ]);
    const place = { count: 3, directorySize: records.length, directoryOffset: body.length };
    const { entries } = await salvage(concat([body, records, writeZipEnd({}, place)]));
    expect(entries.map(({ data }) => (data.in === 'damaged' ? data.damage.what : data.in))).toEqual([
      'deflate',
      'shared-data',
      'deflate',
    ]);
  });

  test('entries that moved are found where they are', async () => {
    const bytes = writeZip({ entries: three });
    const at = writeZipEntry(text('a')).length;
    const moved = concat([bytes.subarray(0, at), randomBytes(777), bytes.subarray(at)]);
    expect(await contentsOf(moved)).toEqual(expected);
  });

  test('entries in a missing part are named as lost, and the rest are read', async () => {
    const entries = Array.from({ length: 6 }, (_, i) => ({ path: `${i}`, content: randomBytes(300, i), store: true }));
    const parts = writeSplitZip({ entries }, 500);
    const source = joinSources(
      parts.map((bytes, i) => ({
        name: i === parts.length - 1 ? 'site.zip' : `site.z0${i + 1}`,
        source: i === 1 ? null : new MemorySource(bytes),
      })),
    );
    const { entries: found, issues } = await salvage(source);
    expect(found.map(({ path }) => path)).toEqual(['0', '1', '2', '3', '4', '5']);
    const lost = found.filter(({ data }) => data.in === 'damaged').map(({ path }) => path);
    expect(lost).toEqual(['1', '2', '3']);
    expect(issues).toContainEqual({ kind: 'parts-left-out', parts: ['site.z02'] });
  });
});
