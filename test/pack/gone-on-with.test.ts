// An archive that is gone on with at another visit is the one that was made in one go, wherever it was cut: between two members, or within
// a file.
import { expect, test } from 'vitest';
import { crc32 } from '../../src/bytes/crc32.ts';
import type { FileMember, Packer } from '../../src/pack/packer.ts';
import { TarWriter } from '../../src/pack/tar/tar-writer.ts';
import { Directory } from '../../src/pack/zip/directory.ts';
import { ZipWriter } from '../../src/pack/zip/zip-writer.ts';
import { concat } from '../support/byte-writer.ts';
import { add as addToTar, directory, file, link, MemoryOutput as TarOutput, pack } from './tar/stage.ts';
import { MemoryOutput as ZipOutput } from './zip/outputs.ts';
import { add as addToZip, fileMember, packZip, pathOf, type Item } from './zip/pack.ts';

const items: readonly Item[] = [
  { path: 'd' },
  { path: 'd/deflated.txt', content: 'again and again '.repeat(90) },
  { path: 'd/unknown.txt', content: 'of a size that comes behind', isSizeUnknown: true },
  { path: 'stored.bin', content: 'as it is', store: true },
  { path: 'l', target: 'd/deflated.txt' },
  { path: 'empty', content: '' },
];

test('a ZIP, with the records that were written down of it', async () => {
  const whole = await packZip(items);
  for (let cut = 0; cut <= items.length; cut += 1) {
    const output = new ZipOutput();
    const records = new Directory();
    const first = new ZipWriter(output, { size: 0, directory: records });
    for (const item of items.slice(0, cut)) await addToZip(first, item);
    const directory = Directory.of(concat([...records.pieces()]), records.count);
    const second = new ZipWriter(output, { size: first.size, directory });
    for (const item of items.slice(cut)) await addToZip(second, item);
    await second.end();
    expect(Buffer.compare(output.bytes(), whole), `cut behind ${cut}`).toBe(0);
  }
});

test('a TAR, whose length says where its last record ends', async () => {
  const members = [directory('d'), file('d/a', 'x'.repeat(700)), link('l', 'd/a'), file('é'.repeat(60), 'pax')];
  const whole = await pack(members);
  for (let cut = 0; cut <= members.length; cut += 1) {
    const output = new TarOutput();
    const first = new TarWriter(output);
    for (const member of members.slice(0, cut)) await addToTar(first, member);
    const second = new TarWriter(output, first.size);
    for (const member of members.slice(cut)) await addToTar(second, member);
    await second.end();
    expect(Buffer.compare(output.bytes, whole), `cut behind ${cut}`).toBe(0);
  }
});

/** Another member before it, so that it does not begin at the start. */
async function fill(packer: Packer, member: FileMember, bytes: Uint8Array): Promise<void> {
  await packer.addDirectory({ path: pathOf('d'), permissions: 0o755, modifiedMs: 0 });
  await packer.beginFile(member);
  await packer.write(bytes);
}

async function complete(packer: Packer, bytes: Uint8Array): Promise<void> {
  await packer.write(bytes);
  await packer.endFile();
  await packer.end();
}

const bytes = new Uint8Array(1300).map((_, at) => at % 251);
const plainFacts = { size: bytes.length, crc32: crc32(bytes) };

test.each<[string, Partial<FileMember>]>([
  ['stored', { ...plainFacts, packing: { method: 'stored', size: bytes.length } }],
  ['deflated', { size: 5000, crc32: 7, packing: { method: 'deflate', size: bytes.length } }],
  ['deflated to a size that comes behind', { size: 5000, crc32: 7, packing: { method: 'deflate', size: null } }],
  ['of a size that needs 64 bits', { size: 5e9, crc32: 7, packing: { method: 'deflate', size: bytes.length } }],
])('a ZIP, within a file that is %s', async (_, facts) => {
  const member = fileMember('d/é.bin', facts);
  const whole = new ZipOutput();
  const packer = new ZipWriter(whole);
  await fill(packer, member, bytes.subarray(0, 600));
  await complete(packer, bytes.subarray(600));
  for (const cut of [1, 599, 1299]) {
    const output = new ZipOutput();
    const records = new Directory();
    const first = new ZipWriter(output, { size: 0, directory: records });
    await fill(first, member, bytes.subarray(0, cut));
    const second = new ZipWriter(output, { size: first.size, directory: records });
    second.resumeFile(member, cut);
    await complete(second, bytes.subarray(cut));
    expect(Buffer.compare(output.bytes(), whole.bytes()), `cut behind ${cut}`).toBe(0);
  }
});

test('a TAR, within a file', async () => {
  const packing = { method: 'stored', size: bytes.length } as const;
  const member = fileMember('d/é.bin', { ...plainFacts, packing });
  const whole = new TarOutput();
  const packer = new TarWriter(whole);
  await fill(packer, member, bytes.subarray(0, 600));
  await complete(packer, bytes.subarray(600));
  for (const cut of [1, 512, 1299]) {
    const output = new TarOutput();
    const first = new TarWriter(output);
    await fill(first, member, bytes.subarray(0, cut));
    const second = new TarWriter(output, first.size);
    second.resumeFile(member, cut);
    await complete(second, bytes.subarray(cut));
    expect(Buffer.compare(output.bytes, whole.bytes), `cut behind ${cut}`).toBe(0);
  }
});

test('what was added to a directory since is had from where it begins, over all its blocks', () => {
  const records = new Directory();
  const record = (n: number): Uint8Array => new Uint8Array(70_000).fill(n);
  const parts: Uint8Array[] = [];
  for (let n = 1; n <= 9; n += 1) {
    const from = records.size;
    records.add(record(n));
    if (n % 2 === 0) records.add(new Uint8Array([n, n]));
    parts.push(...[...records.pieces(from)].map((piece) => piece.slice()));
  }
  expect(Buffer.compare(concat(parts), concat([...records.pieces()]))).toBe(0);
  expect([...records.pieces(records.size)]).toEqual([]);
});
