// What the programs people have make of our archives: no complaint, and what they unpack is what was packed.
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ZipWriter } from '../../../src/pack/zip/zip-writer.ts';
import { MemoryOutput, SparseOutput } from './outputs.ts';
import { add, addZeros, fileMember, packZip, someTime, write, type Item } from './pack.ts';
import { pythonList, run, unpackers } from './unpackers.ts';

const folder = mkdtempSync(join(tmpdir(), 'unstow-zip-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** An odd second, which the MS-DOS date cannot hold. */
const modifiedMs = Math.floor(someTime / 1000) * 1000;
const items: readonly Item[] = (
  [
    { path: 'plain.txt', content: 'text '.repeat(500) },
    { path: 'stored.bin', content: Uint8Array.of(0, 255, 80, 75, 3, 4), store: true, permissions: 0o600 },
    { path: 'described.txt', content: 'text '.repeat(500), isSizeUnknown: true },
    { path: 'empty', content: '', store: true, permissions: 0o444 },
    { path: 'empty deflated', content: '', isSizeUnknown: true },
    { path: 'folder', permissions: 0o750 },
    { path: 'folder/script.sh', content: '#!/bin/sh\n', permissions: 0o755 },
    // 7-Zip takes any `..` in a target for an attack.
    { path: 'folder/link', target: 'script.sh' },
    { path: 'empty folder', permissions: 0o755 },
    { path: '.htaccess', content: 'Deny from all' },
    { path: '-rf', content: 'leading dash' },
    { path: 'two\nlines', content: 'newline' },
    { path: 'Ελλάδα.txt', content: 'Greek' },
    { path: '日本語/テスト.txt', content: 'Japanese' },
    { path: '🎉.txt', content: 'emoji' },
    { path: 'Grüße [1] & 100%.txt', content: 'the rest' },
  ] satisfies Item[]
).map((item) => ({ ...item, modifiedMs }));

const sample = join(folder, 'sample.zip');
writeFileSync(sample, await packZip(items));

/** What must be on the disk of an item. */
function onDisk({ path, content, target, permissions = 0o644 }: Item): object {
  if (target !== undefined) return { path, target };
  const mode = permissions.toString(8);
  return content === undefined ? { path, mode } : { path, mode, modifiedMs, content: Buffer.from(content) };
}

function readDisk(root: string, path: string): object {
  const file = join(root, path);
  const { mode, mtimeMs } = lstatSync(file);
  const entry = { path, mode: (mode % 0o1000).toString(8) };
  if (lstatSync(file).isSymbolicLink()) return { path, target: readlinkSync(file) };
  return lstatSync(file).isDirectory() ? entry : { ...entry, modifiedMs: mtimeMs, content: readFileSync(file) };
}

describe.each(unpackers)('$name', ({ name, debianPackage, check, unpack }) => {
  test('finds nothing wrong', () => {
    run(name, debianPackage, check(sample));
  });

  test('unpacks content, modes, times, links and names', () => {
    const root = join(folder, name);
    mkdirSync(root);
    run(name, debianPackage, unpack(sample, root));
    expect(items.map(({ path }) => readDisk(root, path))).toEqual(items.map(onDisk));
    // Those, and the one folder that only a file in it names.
    expect(readdirSync(root, { recursive: true })).toHaveLength(items.length + 1);
  });
});

test('Python lists modes, times and names, and finds nothing wrong', () => {
  const moment = new Date(modifiedMs);
  const time = [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()];
  time.push(moment.getHours(), moment.getMinutes(), moment.getSeconds() - 1);
  const facts = items.map(({ path, content, target, permissions = 0o644 }) => {
    const common = { system: 3, time };
    if (target !== undefined) return { ...common, path, mode: 0o120777, attributes: 0, size: target.length };
    if (content === undefined) return { ...common, path: `${path}/`, mode: 0o040000 + permissions, attributes: 0x10 };
    return { ...common, path, mode: 0o100000 + permissions, attributes: 0, size: Buffer.from(content).length };
  });
  expect(pythonList(sample, 'check')).toMatchObject(facts);
});

/** A file of zeros that nobody will read. */
function addHole(writer: ZipWriter, path: string, size: number): Promise<void> {
  return addZeros(writer, size, fileMember(path, { size, packing: { method: 'stored', size } }));
}

test('sizes and offsets past 2^32 are read by all of them', { timeout: 60_000 }, async () => {
  const sizes = { below: 2 ** 32 - 2, full: 2 ** 32 - 1, above: 2 ** 32 + 1 };
  const file = join(folder, 'far.zip');
  const output = new SparseOutput();
  await write(output, async (writer) => {
    for (const [path, size] of Object.entries(sizes)) await addHole(writer, path, size);
    await add(writer, { path: 'last.txt', content: 'far out', isSizeUnknown: true });
  });
  output.saveAs(file);
  for (const { name, debianPackage, print } of unpackers)
    expect([name, run(name, debianPackage, print(file, 'last.txt')).toString()]).toEqual([name, 'far out']);
  const listed = [...Object.entries(sizes), ['last.txt', 7]].map(([path, size]) => ({ path, size }));
  expect(pythonList(file, 'list')).toMatchObject(listed);
});

test.each([65_534, 65_535, 65_536])('%d entries are all there for all of them', { timeout: 60_000 }, async (count) => {
  const file = join(folder, `${count}.zip`);
  const output = new MemoryOutput();
  await write(output, async (writer) => {
    for (let index = 1; index < count; index += 1) await writer.addDirectory(fileMember(`d${index}`));
    await add(writer, { path: 'last.txt', content: 'the last' });
  });
  writeFileSync(file, output.bytes());
  for (const { name, debianPackage, print } of unpackers)
    expect([name, run(name, debianPackage, print(file, 'last.txt')).toString()]).toEqual([name, 'the last']);
  expect(pythonList(file, 'list')).toHaveLength(count);
});
