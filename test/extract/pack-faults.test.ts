// What can go wrong while everything goes into one file: what is damaged is left out, and what is not whole is not kept.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { TarWriter } from '../../src/pack/tar/tar-writer.ts';
import { ZipWriter } from '../../src/pack/zip/zip-writer.ts';
import { PackSink } from '../../src/sink/pack-sink.ts';
import { BatchedOutput } from '../../src/sink/place/batched-output.ts';
import { FilePlace } from '../../src/sink/place/file-place.ts';
import { openArchive } from '../../src/archive/open-archive.ts';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { quiet as quietly } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { prepare, start } from './run.ts';
import { jpaFile, opened, quiet, usual } from './session-files.ts';

const long = new Uint8Array(3 * 1024 * 1024).map((_, at) => Math.imul(at, 2654435761) >>> 24);

async function target(folder: FakeFolder, kind: OutputFormat = 'zip', name = 'out.zip') {
  return { kind, name, page: 'p', handle: await folder.handle.getFileHandle(name, { create: true }) } as const;
}

async function pack(entries: readonly JpaEntry[], kind: OutputFormat = 'zip') {
  const session = await opened([jpaFile({ entries })]);
  const folder = new FakeFolder();
  const issues: Issue[] = [];
  const outcome = await session.extract(await target(folder, kind), usual, ({ newIssues }) => {
    issues.push(...newIssues);
  });
  return { outcome, issues, bytes: folder.files().get('out.zip') ?? new Uint8Array() };
}

/** What this program itself reads in a ZIP: path → content, as text. */
async function contents(zip: Uint8Array): Promise<Record<string, string>> {
  const source = singlePart(zip, 'out.zip');
  const archive = await openArchive(source, quietly);
  if (archive.state !== 'open') throw new Error('the output is encrypted');
  const found: Record<string, string> = {};
  for (const entry of archive.index.entries) {
    const pieces: Uint8Array[] = [];
    for await (const piece of decodeEntry(entry, source, quietly)) pieces.push(piece.slice());
    found[entry.path] = Buffer.from(concat(pieces)).toString('latin1');
  }
  return found;
}

const asText = Buffer.from(long).toString('latin1');

test.each([
  ['short', { path: 'bad', content: 'abc', fields: { size: 4 } }],
  ['long', { path: 'bad', content: long, fields: { size: long.length + 1 } }],
  ['long and stored', { path: 'bad', content: long, store: true, fields: { size: long.length - 1 } }],
] satisfies [string, JpaEntry][])('F-34: a damaged file is left out and told: %s', async (_, bad) => {
  const { outcome, issues, bytes } = await pack([{ path: 'a', content: 'first' }, bad, { path: 'z', content: long }]);
  expect(outcome).toMatchObject({ isComplete: false, filesWritten: 2, filesTotal: 3 });
  expect(issues).toContainEqual(expect.objectContaining({ kind: 'damaged', path: 'bad' }));
  expect(await contents(bytes)).toEqual({ a: 'first', z: asText });
});

test('L-04: links that lead out are left out and told, the others are made', async () => {
  const { issues, bytes } = await pack([
    { path: 'in', kind: 'link', content: 'folder/file' },
    { path: 'out', kind: 'link', content: '/etc/passwd' },
    { path: 'folder/up', kind: 'link', content: '../../x' },
  ]);
  expect(await contents(bytes)).toEqual({ in: 'folder/file' });
  expect(issues).toEqual([
    { kind: 'link-leaves-folder', path: 'out', target: '/etc/passwd' },
    { kind: 'link-leaves-folder', path: 'folder/up', target: '../../x' },
  ]);
});

test('a directory that is listed twice is there once', async () => {
  const { bytes } = await pack([
    { path: 'd/', kind: 'directory' },
    { path: 'd/', kind: 'directory' },
    { path: 'd/f', content: 'x' },
  ]);
  expect(Object.keys(await contents(bytes))).toEqual(['d/', 'd/f']);
});

test('progress ends at the totals, and never goes beyond', async () => {
  const session = await opened([
    jpaFile({
      entries: [
        { path: 'a', content: 'x' },
        { path: 'z', content: long },
      ],
    }),
  ]);
  const updates: RunUpdate[] = [];
  await session.extract(await target(new FakeFolder()), usual, (update) => {
    updates.push(update);
  });
  expect(updates.at(-1)).toMatchObject({ filesDone: 2, bytesDone: long.length + 1, bytesWritten: long.length + 1 });
});

describe.each(['zip', 'tar', 'tar.gz'] as const)('a run into a .%s', (kind) => {
  const entries: readonly JpaEntry[] = [
    { path: 'a', content: long, store: true },
    { path: 'z', content: long.toReversed(), store: true },
  ];

  test('that is cancelled leaves the file as it was before', async () => {
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder({ latencyMs: () => 5 });
    folder.put('out.zip', 'what was there');
    const running = session.extract(await target(folder, kind), usual, quiet);
    await session.cancel();
    expect(await running).toMatchObject({ isCancelled: true, filesWritten: 0, bytesWritten: 0 });
    expect(folder.text('out.zip')).toBe('what was there');
    expect(folder.openWritables).toBe(0);
  });

  test.each(['write', 'close'])('whose disk is full at a %s ends, and keeps nothing', async (operation) => {
    const session = await opened([jpaFile({ entries })]);
    const fault: FakeFolderOptions['fault'] = (called) =>
      called === operation ? new DOMException('no', 'QuotaExceededError') : undefined;
    const folder = new FakeFolder({ fault });
    const running = session.extract(await target(folder, kind), usual, quiet);
    await expect(running).rejects.toMatchObject({ code: 'disk-full' });
    expect(folder.files().get('out.zip')?.length ?? 0).toBe(0);
    expect(folder.openWritables).toBe(0);
  });
});

test('F-31: the parts of the backup itself are never written over', async () => {
  const part = jpaFile({ entries: [{ path: 'a', content: 'x' }] }, 'site.jpa');
  const session = await opened([part]);
  const folder = new FakeFolder();
  folder.put('site.jpa', new Uint8Array(await part.arrayBuffer()));
  const running = session.extract(await target(folder, 'zip', 'site.jpa'), usual, quiet);
  await expect(running).rejects.toMatchObject({ code: 'output-is-part', where: { part: 'site.jpa' } });
  expect(folder.files().get('site.jpa')).toHaveLength(part.size);
});

test('a path too long for a ZIP is left out and told, and goes into a TAR', async () => {
  // Bytes that are no text are shown as %XX, three for one.
  const path = Buffer.alloc(30_000, 0xff);
  const zip = await pack([
    { path, content: 'x' },
    { path: 'z', content: 'y' },
  ]);
  expect(zip.issues).toContainEqual(expect.objectContaining({ kind: 'name-too-long' }));
  expect(await contents(zip.bytes)).toEqual({ z: 'y' });
  expect((await pack([{ path, content: 'x' }], 'tar')).outcome.filesWritten).toBe(1);
});

describe('a backup that changes while it is being packed', () => {
  /** Gives other bytes where it is asked a second time. */
  class ChangingSource implements ByteSource {
    readonly size: number;
    readonly #bytes: Uint8Array;
    readonly #asked = new Set<number>();

    constructor(bytes: Uint8Array) {
      this.size = bytes.length;
      this.#bytes = bytes;
    }

    read(offset: number, length: number): Promise<Uint8Array> {
      const bytes = this.#bytes.slice(offset, offset + length);
      const isData = length > 300_000;
      if (isData && this.#asked.has(offset)) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) + 1;
      this.#asked.add(offset);
      return Promise.resolve(bytes);
    }
  }

  test.each([
    ['zip', true],
    ['zip', false],
    ['tar', true],
    ['tar', false],
  ] as const)('gives no %s that passes for good (stored: %s)', async (kind, store) => {
    const source = new ChangingSource(writeJpa({ entries: [{ path: 'a', content: randomBytes(2_500_000), store }] }));
    const place = await FilePlace.open(await new FakeFolder().handle.getFileHandle('out', { create: true }), []);
    const output = new BatchedOutput(place);
    const pool = new BufferPool();
    const packer = kind === 'zip' ? new ZipWriter(output) : new TarWriter(output);
    const sink = new PackSink({ packer, output, place, pool, nowMs: 0 });
    const { error } = await start(await prepare(singlePart(source)), sink).end;
    // A deflated stream may break before its end; a stored one only adds up to something else.
    expect(error).toMatchObject({ code: 'archive-changed', where: { entry: 'a' } });
  });
});

test('names that other systems take for one are told', async () => {
  const { issues, outcome } = await pack([
    { path: 'index.php', content: 'x' },
    { path: 'INDEX.PHP', content: 'y' },
  ]);
  expect(issues).toEqual([{ kind: 'twin-name', path: 'INDEX.PHP' }]);
  expect(outcome.isComplete).toBe(true);
});
