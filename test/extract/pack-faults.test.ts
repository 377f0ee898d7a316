// What can go wrong while everything goes into one file: what is damaged is left out, and what is not whole is not kept.
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/open-archive.ts';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import type { OutputFormat } from '../../src/extract/worker-api.ts';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { quiet as quietly } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { singlePart } from '../support/parted-source.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { jpaFile, opened, quiet } from './session-files.ts';

const long = new Uint8Array(3 * 1024 * 1024).map((_, at) => Math.imul(at, 2654435761) >>> 24);

async function target(folder: FakeFolder, kind: OutputFormat = 'zip', name = 'out.zip') {
  return { kind, name, handle: await folder.handle.getFileHandle(name, { create: true }) } as const;
}

async function pack(entries: readonly JpaEntry[], kind: OutputFormat = 'zip') {
  const session = await opened([jpaFile({ entries })]);
  const folder = new FakeFolder();
  const issues: Issue[] = [];
  const outcome = await session.extract(await target(folder, kind), ({ newIssues }) => {
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
] satisfies [string, JpaEntry][])('a damaged file is left out and told: %s', async (_, bad) => {
  const { outcome, issues, bytes } = await pack([{ path: 'a', content: 'first' }, bad, { path: 'z', content: long }]);
  expect(outcome).toMatchObject({ isComplete: false, filesWritten: 2, filesTotal: 3 });
  expect(issues).toContainEqual(expect.objectContaining({ kind: 'damaged', path: 'bad' }));
  expect(await contents(bytes)).toEqual({ a: 'first', z: asText });
});

test('links that lead out are left out and told, the others are made', async () => {
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
  await session.extract(await target(new FakeFolder()), (update) => {
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
    const running = session.extract(await target(folder, kind), quiet);
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
    const running = session.extract(await target(folder, kind), quiet);
    await expect(running).rejects.toMatchObject({ code: 'disk-full' });
    expect(folder.files().get('out.zip')?.length ?? 0).toBe(0);
    expect(folder.openWritables).toBe(0);
  });
});

test('the parts of the backup itself are never written over', async () => {
  const part = jpaFile({ entries: [{ path: 'a', content: 'x' }] }, 'site.jpa');
  const session = await opened([part]);
  const folder = new FakeFolder();
  folder.put('site.jpa', new Uint8Array(await part.arrayBuffer()));
  const running = session.extract(await target(folder, 'zip', 'site.jpa'), quiet);
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
