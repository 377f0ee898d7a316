// One entry looked at and saved through the worker's calls, with real archives.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { downloadMs } from '../../src/extract/entry-access-api.ts';
import type { PreviewContent } from '../../src/listing/preview.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeStorage } from '../support/fake-storage.ts';
import { fixturePassword, readManifest, sha256 } from '../support/fixtures.ts';
import { encodePng } from '../support/png.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { fixtureFiles, jpaFile, opened, quiet } from './session-files.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const download = { handle: null, page: 'test' };
const kept = 'x'.repeat(300 * 1024);

async function contentOf(entry: JpaEntry, others: readonly JpaEntry[] = []): Promise<PreviewContent> {
  const session = await opened([jpaFile({ entries: [entry, ...others] })]);
  return (await session.preview(0)).content;
}

async function fileIn(folder: FakeFolder, name: string): Promise<FileSystemFileHandle> {
  return folder.handle.getFileHandle(name, { create: true });
}

describe('a preview', () => {
  test('of text tells its encoding', async () => {
    const session = await opened([jpaFile({ entries: [{ path: 'a.txt', content: 'häh?', modified: 1_700_000_000 }] })]);
    expect(await session.preview(0)).toEqual({
      ordinal: 0,
      path: 'a.txt',
      size: 5,
      modifiedMs: 1_700_000_000_000,
      mode: 0o100644,
      content: { kind: 'text', text: 'häh?', encoding: 'UTF-8', isCut: false, isMasked: false },
    });
  });

  test('of long text is its beginning', async () => {
    const content = await contentOf({ path: 'a.txt', content: kept });
    expect(content).toMatchObject({ kind: 'text', isCut: true });
    expect(content.kind === 'text' && content.text.length).toBe(256 * 1024);
    const whole = await contentOf({ path: 'a.txt', content: kept.slice(0, 256 * 1024) });
    expect(whole).toMatchObject({ isCut: false });
  });

  test.each([
    ['page.html', '<script>alert(1)</script>'],
    ['drawing.svg', '<svg onload="alert(1)"/>'],
    ['picture.gif', 'GIF89a<?php system($_GET[0]);'],
  ])('of %s is text', async (path, text) => {
    expect(await contentOf({ path, content: text })).toMatchObject({ kind: 'text', text });
  });

  test('of a picture is a blob of that type and no other, whatever its name', async () => {
    const bytes = new Uint8Array(encodePng({ width: 3, height: 2, rgb: new Uint8Array(18) }));
    const content = await contentOf({ path: 'page.html', content: bytes });
    if (content.kind !== 'image') throw new Error(content.kind);
    expect(content).toMatchObject({ type: 'image/png', size: { width: 3, height: 2 } });
    expect(content.blob.type).toBe('image/png');
    expect(new Uint8Array(await content.blob.arrayBuffer())).toEqual(bytes);
  });

  test('of a picture that states more than anyone can show is its bytes', async () => {
    const bytes = new Uint8Array(encodePng({ width: 3, height: 2, rgb: new Uint8Array(18) }));
    new DataView(bytes.buffer).setUint32(16, 100_000_000);
    expect(await contentOf({ path: 'bomb.png', content: bytes })).toMatchObject({ kind: 'hex' });
  });

  test('of a picture that does not say how large it is, is its bytes; of an icon it is the icon', async () => {
    const far = [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, ...new Uint8Array(500)];
    expect(await contentOf({ path: 'a.jpg', content: Uint8Array.from(far) })).toMatchObject({ kind: 'hex' });
    const avif = Buffer.concat([Buffer.from([0, 0, 0, 28]), Buffer.from('ftypavif'), Buffer.alloc(400)]);
    expect(await contentOf({ path: 'a.avif', content: new Uint8Array(avif) })).toMatchObject({ kind: 'hex' });
    const icon = [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0, 0];
    expect(await contentOf({ path: 'a.ico', content: Uint8Array.from(icon) })).toMatchObject({ kind: 'image' });
  });

  test('of other bytes are the first of them', async () => {
    const bytes = new Uint8Array(100_000).map((_, place) => place % 256);
    expect(await contentOf({ path: 'a.bin', content: bytes })).toEqual({
      kind: 'hex',
      bytes: bytes.slice(0, 65_536),
      isCut: true,
      isMasked: false,
    });
  });

  test('of what is no file tells what it is', async () => {
    expect(await contentOf({ path: 'a.txt', content: '' })).toEqual({ kind: 'empty' });
    expect(await contentOf({ path: 'l', kind: 'link', content: '../b' })).toEqual({ kind: 'link', target: '../b' });
    const packed = { path: 'a', content: 'x', fields: { compression: 2 } };
    expect(await contentOf(packed)).toEqual({ kind: 'unsupported', method: 'bzip2' });
  });

  test('of a damaged file says so', async () => {
    expect(await contentOf({ path: 'a.txt', content: 'short', fields: { size: 10 } })).toMatchObject({
      kind: 'damaged',
      damage: { what: 'too-short' },
    });
  });

  test('of nothing that is open is refused', async () => {
    const session = await opened([jpaFile({ entries: [{ path: 'a', content: 'x' }, { path: 'd/' }] })]);
    for (const ordinal of [1, 2, -1, 0.5, Number.NaN])
      await expect(session.preview(ordinal)).rejects.toThrow('no entry');
  });
});

describe('passwords', () => {
  const list = {
    path: 'installation/sql/databases.json',
    content: JSON.stringify({ 'site.sql': { dbuser: 'db-user-1', dbpass: 'db-secret-1' } }),
  };

  test('of the fixtures do not leave the worker, whichever file is looked at', async () => {
    const session = await opened(fixtureFiles('site.jps'), fixturePassword);
    const { kinds } = await session.listEntries();
    for (const [ordinal, kind] of kinds.entries()) {
      if (kind === 1) continue;
      const { path, content } = await session.preview(ordinal);
      const said = content.kind === 'hex' ? new TextDecoder().decode(content.bytes) : JSON.stringify(content);
      expect(said, path).not.toContain('hunter2');
      if (content.kind === 'text' && content.text.includes('"dbuser"'))
        expect(content.text).toMatch(/"dbuser": "•+",\s*"dbpass": "•+"/);
    }
  });

  test('are masked where they are given, and where they only stand', async () => {
    expect(await contentOf(list)).toMatchObject({ isMasked: true });
    const notes = await contentOf({ path: 'notes.txt', content: 'try db-secret-1' }, [list]);
    expect(notes).toMatchObject({ text: 'try ••••••••', isMasked: true });
    const code = await contentOf({ path: 'configuration.php', content: "$password = 'other';" });
    expect(code).toMatchObject({ text: "$password = '••••••••';", isMasked: true });
  });

  test('among bytes are masked, and a file that should hold them is not shown as bytes', async () => {
    const content = `\0\x01\x02db-secret-1\0`;
    const hex = await contentOf({ path: 'a.tar', content }, [list]);
    expect(hex).toMatchObject({ kind: 'hex', isMasked: true });
    expect(hex.kind === 'hex' && new TextDecoder().decode(hex.bytes)).toBe('\0\x01\x02***********\0');
    expect(await contentOf({ path: 'configuration.php', content })).toEqual({ kind: 'withheld' });
  });

  test('are not half seen at the end of what is shown', async () => {
    const end = 256 * 1024;
    const content = `${kept.slice(0, end - 4)}db-secret-1`;
    const shown = await contentOf({ path: 'a.log', content }, [list]);
    expect(shown.kind === 'text' && shown.text.slice(-4)).toBe('••••');
  });
});

describe('a file saved by itself', () => {
  test.each(['site.jpa', 'site.zip', 'split/site-jps.jps'])('of %s has its true bytes', async (name) => {
    const session = await opened(fixtureFiles(name), name.endsWith('jps') ? fixturePassword : undefined);
    const wanted = new Map(readManifest().flatMap((e) => (e.kind === 'file' ? [[e.path, e.sha256] as const] : [])));
    const { kinds } = await session.listEntries();
    let saved = 0;
    for (const [ordinal, kind] of kinds.entries()) {
      if (kind !== 0) continue;
      const { path } = await session.preview(ordinal);
      const blob = await session.saveEntry(ordinal, download, quiet);
      expect(sha256(new Uint8Array((await blob?.arrayBuffer()) ?? [])), path).toBe(wanted.get(path));
      saved += 1;
    }
    expect(saved).toBe(wanted.size);
  });

  test('goes into the file that was chosen, nothing masked', async () => {
    const session = await opened([jpaFile({ entries: [{ path: 'configuration.php', content: "$password = 'x';" }] })]);
    const folder = new FakeFolder();
    const handle = await fileIn(folder, 'configuration.php');
    expect(await session.saveEntry(0, { handle, page: 'test' }, quiet)).toBeNull();
    expect(new TextDecoder().decode(folder.files().get('configuration.php'))).toBe("$password = 'x';");
  });

  test('for a download goes from the storage of the page once nobody can download it any more', async () => {
    const content = new Uint8Array(17_000_000).fill(122);
    const session = await opened([jpaFile({ entries: [{ path: 'a.bin', content, store: true }] })]);
    const storage = new FakeStorage();
    vi.stubGlobal('navigator', storage.navigator);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const blob = await session.saveEntry(0, download, quiet);
    expect(blob?.size).toBe(content.length);
    await vi.advanceTimersByTimeAsync(downloadMs);
    expect(storage.files.size).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(storage.files.size).toBe(0);
  });

  test('that is damaged leaves nothing new', async () => {
    const entries = [{ path: 'a.bin', content: 'z'.repeat(3_000_000), store: true, fields: { size: 3_000_001 } }];
    const session = await opened([jpaFile({ entries })]);
    const folder = new FakeFolder();
    const handle = await fileIn(folder, 'a.bin');
    const save = session.saveEntry(0, { handle, page: 'test' }, quiet);
    await expect(save).rejects.toMatchObject({ code: 'entry-damaged', where: { entry: 'a.bin' } });
    expect(folder.files().get('a.bin')?.length ?? 0).toBe(0);
  });

  test('can be stopped, and then leaves nothing new', async () => {
    const session = await opened([
      jpaFile({ entries: [{ path: 'a.bin', content: 'z'.repeat(9_000_000), store: true }] }),
    ]);
    const folder = new FakeFolder();
    const handle = await fileIn(folder, 'a.bin');
    const saving = session.saveEntry(0, { handle, page: 'test' }, quiet);
    await session.stopSaving();
    await expect(saving).rejects.toMatchObject({ name: 'AbortError' });
    expect(folder.files().get('a.bin')?.length ?? 0).toBe(0);
  });

  test('never goes over a part of the backup', async () => {
    const file = jpaFile({ entries: [{ path: 'a', content: 'x' }] });
    const session = await opened([file]);
    const handle = await fileIn(new FakeFolder(), 'site.jpa');
    Object.defineProperty(handle, 'getFile', { value: () => Promise.resolve(file) });
    const save = session.saveEntry(0, { handle, page: 'test' }, quiet);
    await expect(save).rejects.toMatchObject({ code: 'output-is-part' });
  });

  test('is a file', async () => {
    const session = await opened([jpaFile({ entries: [{ path: 'd/' }] })]);
    await expect(session.saveEntry(0, download, quiet)).rejects.toThrow('no entry that can be saved');
  });
});
