// Every archive there is, put into one file by the worker's whole side, and read back by programs that other people wrote.
import { describe, expect, test } from 'vitest';
import type { OutputFormat } from '../../src/pack/packer.ts';
import { toolOrSkip, zipTesters } from '../support/archive-tools.ts';
import { fixtures, type Fixture } from '../support/fixtures.ts';
import { judge, siteLines, unpack } from '../support/unpacked-site.ts';
import { readTar } from '../pack/tar/read-tar.ts';
import { packSession } from './pack-session.ts';
import { fixtureFiles, opened } from './session-files.ts';

async function packed({ name, password }: Fixture, format: OutputFormat): Promise<Uint8Array> {
  return packSession(await opened(fixtureFiles(name), password ?? undefined), format);
}

interface Reader {
  readonly format: OutputFormat;
  readonly program: string;
  readonly debianPackage: string;
  readonly args: readonly string[];
}

const readers: readonly Reader[] = [
  { format: 'zip', program: 'bsdtar', debianPackage: 'libarchive-tools', args: ['-xpf'] },
  { format: 'zip', program: 'unzip', debianPackage: 'unzip', args: ['-q'] },
  { format: 'tar', program: 'bsdtar', debianPackage: 'libarchive-tools', args: ['-xpf'] },
  { format: 'tar', program: 'tar', debianPackage: 'tar', args: ['-xpf'] },
  { format: 'tar.gz', program: 'tar', debianPackage: 'tar', args: ['-xzpf'] },
];

const pairs = fixtures.flatMap((fixture) =>
  readers.map((reader) => ({ name: fixture.name, format: reader.format, program: reader.program, fixture, reader })),
);

test.for(pairs)('$name as $format is the whole site to $program', async ({ fixture, reader }) => {
  const program = toolOrSkip(reader.program, reader.debianPackage);
  const folder = await unpack(await packed(fixture, reader.format), program, reader.args);
  const { found, promised } = await siteLines(folder, fixture);
  expect(found).toEqual(promised);
});

test('what a JPS knows no time of is dated by the run in a .tar, to the second and without a header more', async () => {
  const jps = fixtures.find(({ name }) => name === 'site.jps');
  if (jps === undefined) throw new Error('there is no such archive');
  const before = BigInt(Math.floor(Date.now() / 1000));
  const members = readTar(await packed(jps, 'tar'));
  const timeless = members.filter(({ type }) => type !== '0');
  expect(timeless.length).toBeGreaterThan(0);
  for (const { name, modifiedNs } of timeless) {
    expect(modifiedNs / 1_000_000_000n, name).toBeGreaterThanOrEqual(before);
    expect(modifiedNs % 1_000_000_000n, name).toBe(0n);
  }
});

describe.each(fixtures)('$name as .zip', (fixture) => {
  test.each(zipTesters)('is without a fault to $program', async ({ program, debianPackage, args, says }) => {
    const tool = toolOrSkip(program, debianPackage);
    expect(await judge(await packed(fixture, 'zip'), tool, args)).toContain(says);
  });
});
