// GNU tar and bsdtar unpack what the writer wrote: nothing is missing, nothing is changed, and they complain of nothing.
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Output } from '../../../src/pack/packer.ts';
import { TarWriter } from '../../../src/pack/tar/tar-writer.ts';
import { toolOrSkip } from '../../support/archive-tools.ts';
import { add, directory, file, link, pack, pathOf, type Packed } from './stage.ts';
import { lookThrough, runTar, unpack, workFolder, type Found } from './unpacked.ts';

const tools = [
  ['tar', 'tar'],
  ['bsdtar', 'libarchive-tools'],
] as const;

async function readBack(tool: string, members: readonly Packed[]): Promise<Map<string, Found>> {
  const archive = join(await workFolder(), 'a.tar');
  await writeFile(archive, await pack(members));
  return lookThrough(await unpack(tool, archive));
}

/** All members and nothing else, but for folders that no member is for: their times are those of now. */
async function expectBack(tool: string, members: readonly Packed[]): Promise<void> {
  const found = await readBack(tool, members);
  const paths = new Set(members.map(({ path }) => path.join('/')));
  expect([...found].filter(([path, { kind }]) => kind !== 'directory' && !paths.has(path))).toEqual([]);
  for (const member of members) {
    const { kind, permissions, modifiedMs } = member;
    expect(found.get(member.path.join('/')), member.path.join('/')).toEqual({
      kind,
      permissions,
      modifiedNs: nanosecondsOf(modifiedMs),
      content: kind === 'directory' ? null : kind === 'link' ? member.target : member.content,
    });
  }
}

const noise = Uint8Array.from({ length: 100_000 }, (_, at) => (at * at) % 251);

/** As many of a character as `size` bytes hold, and `a` for what is left. */
function sized(character: string, size: number): string {
  const characterSize = new TextEncoder().encode(character).length;
  return character.repeat(Math.floor(size / characterSize)) + 'a'.repeat(size % characterSize);
}

function nanosecondsOf(ms: number): bigint {
  const whole = Math.trunc(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6));
}

describe.each(tools)('%s reads back', (name, debianPackage) => {
  test('content of every size around a block', async () => {
    const sizes = [0, 1, 511, 512, 513, 1023, 1024, 1025, 10_240, 100_000];
    const members = sizes.map((size) => file(`${size}.bin`, noise.subarray(0, size)));
    await expectBack(toolOrSkip(name, debianPackage), members);
  });

  test('modes', async () => {
    const modes = [0o400, 0o444, 0o600, 0o640, 0o644, 0o700, 0o755, 0o777];
    await expectBack(toolOrSkip(name, debianPackage), [
      ...modes.map((permissions) => file(`f${permissions}`, 'x', { permissions })),
      ...modes.map((permissions) => directory(`d${permissions}`, { permissions })),
    ]);
  });

  test('times, to the nanosecond', async () => {
    // A minute before 1970; the last of 31 bits, of 32 bits; the last that fits a header, and one that does not.
    const seconds = [-60, 0, 1, 1_000_000_000, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 8 ** 11 - 1, 8 ** 11 + 60];
    const fractions = [0.001, 1500, 1_700_000_000_123, 4_000_000_000_999, 0.000_001, 999.999_999];
    const times = [...seconds.map((second) => second * 1000), ...fractions];
    await expectBack(
      toolOrSkip(name, debianPackage),
      times.flatMap((modifiedMs, at) => [
        file(`f${at}`, 'x', { modifiedMs }),
        directory(`d${at}`, { modifiedMs }),
        link(`l${at}`, 'f0', { modifiedMs }),
      ]),
    );
  });

  test('names of every kind', async () => {
    const names = [
      ...['naïve 😀.txt', 'Ελλάδα.html', '日本語.md', '👩‍👩‍👧.png', 'é', '\ufeffx', 'two\nlines', 'tab\there'],
      ...['-rf', '--help', '-', '=', '100 path=x', ' a ', '"a"', '*?[', '%41', '~', '\x01\x7f'],
      ...['a', 'é', '日', '😀'].flatMap((character) => [99, 100, 101, 254, 255].map((size) => sized(character, size))),
    ];
    const inside = names.filter((_, at) => at % 3 === 0);
    await expectBack(toolOrSkip(name, debianPackage), [
      ...names.map((text) => file(text, text)),
      ...names.map((text, at) => link(`links/${at}`, text)),
      ...inside.map((text) => file(`in/${text}/${text}/f`, text)),
      ...inside.map((text) => directory(`in/${text}/${text}`)),
    ]);
  });

  test('deep paths, and paths around the edges of the two fields', async () => {
    const edges = [154, 155, 156].flatMap((prefix) =>
      [99, 100, 101].map((size) => `${sized('p', prefix)}/${sized('n', size)}`),
    );
    const wide = Array.from({ length: 15 }, (_, at) => sized('é', 200 + at)).join('/');
    await expectBack(toolOrSkip(name, debianPackage), [
      ...edges.map((path) => file(path, path)),
      ...[254, 255, 256, 300].map((size) => file(`u/${sized('日', size - 103)}/${sized('😀', 100)}`, 'x')),
      file(`${'d/'.repeat(200)}f`, 'deep'),
      file(`${wide}/f`, 'wide'),
      directory(wide),
    ]);
  });

  test('link targets', async () => {
    const targets = ['../../etc/passwd', '/absolute', 'nowhere', 'a b', 'new\nline', '-x', 'ü', '日本/😀', './'];
    const long = ['a', 'é', '日', '😀'].flatMap((character) =>
      [99, 100, 101, 255, 256, 300, 4000].map((size) => sized(character, size)),
    );
    await expectBack(
      toolOrSkip(name, debianPackage),
      [...targets, ...long].map((target, at) => link(`l${at}`, target)),
    );
  });

  test('sizes past 2^32 and 8 GiB, and finds what follows', async () => {
    const tool = toolOrSkip(name, debianPackage);
    const archive = join(await workFolder(), 'large.tar');
    const sizes = [2 ** 32 + 1, 2 ** 33 - 1, 2 ** 33 + 513];
    await packHoles(archive, sizes);
    const lines = (await runTar(tool, ['-tvf', archive])).trim().split('\n');
    expect(lines.map((line, at) => line.includes(` ${sizes[at] ?? 0} `))).toEqual([true, true, true, true]);
    expect(lines.at(-1)).toContain('next');
  });
});

describe('what libarchive 3.6 changes, GNU tar reads back:', () => {
  test('fractions of a second before 1970', async () => {
    // -1.5 becomes -0.5: the minus is not taken for the fraction.
    const times = [-1, -1500, -999.999_999, -86_400_000.001];
    await expectBack(
      toolOrSkip('tar', 'tar'),
      times.map((modifiedMs, at) => file(`f${at}`, 'x', { modifiedMs })),
    );
  });

  test('names with accents of their own', async () => {
    // They are composed: e + U+0301 becomes é, on top of what has that name.
    const names = ['e\u0301', 'é', 'か\u3099'];
    await expectBack(toolOrSkip('tar', 'tar'), [
      ...names.map((text) => file(text, text)),
      ...names.map((text, at) => link(`l${at}`, text)),
    ]);
  });
});

/** Files of these sizes, of zeros that take no room on the disk, and an empty one. */
async function packHoles(archive: string, sizes: readonly number[]): Promise<void> {
  const handle = await open(archive, 'w');
  const zeros = new Uint8Array(16 * 1024 * 1024);
  let at = 0;
  const output: Output = {
    async write(bytes) {
      if (bytes.buffer !== zeros.buffer) await handle.write(bytes, 0, bytes.length, at);
      at += bytes.length;
    },
  };
  const writer = new TarWriter(output);
  for (const [number, size] of sizes.entries()) {
    const member = { path: pathOf(`large${number}`), permissions: 0o644, modifiedMs: 0 };
    await writer.beginFile({ ...member, size, crc32: 0, packing: { method: 'stored', size } });
    for (let left = size; left > 0; left -= zeros.length)
      await writer.write(zeros.subarray(0, Math.min(left, zeros.length)));
    await writer.endFile();
  }
  await add(writer, file('next'));
  await writer.end();
  await handle.close();
}
