// What becomes of encrypted data that is damaged, and of streams that end early.
import { describe, expect, test } from 'vitest';
import type { ArchiveIndex } from '../../../src/archive/entry.ts';
import { MemorySource } from '../../../src/bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../../../src/parts/joined-source.ts';
import { quiet } from '../open-any.ts';
import { decode, open, zipSource } from './open.ts';
import { password, unlock, writeEncrypted, type Options } from './write-encrypted.ts';

describe('damage', () => {
  /** An archive whose second entry is damaged in one byte of its data; the first vouches for the password. */
  async function damaged(options: Options, change: (data: Uint8Array) => void): Promise<[JoinedSource, ArchiveIndex]> {
    const bytes = await writeEncrypted({
      ...options,
      files: { 'first.txt': 'first', 'second.txt': 'second '.repeat(300) },
    });
    const intact = await unlock(bytes, password);
    const second = intact.entries.at(-1)?.data;
    if (second?.in !== 'foreign') throw new Error('not encrypted');
    const { offset, length } = second.span;
    const header = new DataView(bytes.buffer, bytes.byteOffset + offset);
    const start = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    change(bytes.subarray(start, start + length));
    const source = zipSource(bytes);
    return [source, await unlock(source, password)];
  }

  function flip(at: number): (data: Uint8Array) => void {
    return (data) => {
      data[at] = (data.at(at) ?? 0) ^ 1;
    };
  }

  async function damageOf([source, index]: [JoinedSource, ArchiveIndex]): Promise<unknown> {
    const [folder, first, second] = index.entries;
    if (folder === undefined || first === undefined || second === undefined) throw new Error('entries are missing');
    expect(new TextDecoder().decode(await decode(first, source))).toBe('first');
    return decode(second, source).then(
      () => null,
      (error: unknown) => error,
    );
  }

  test('AES: a flipped bit breaks the seal', async () => {
    const error = await damageOf(await damaged({ password, level: 0 }, flip(100)));
    expect(error).toMatchObject({ name: 'DamagedEntry', damage: { what: 'broken-seal' } });
  });

  test('AES: a flipped bit in the deflated data is damage of one kind or the other', async () => {
    const error = await damageOf(await damaged({ password }, flip(20)));
    expect(error).toMatchObject({ name: 'DamagedEntry' });
  });

  test('ZipCrypto: a flipped bit fails the checksum', async () => {
    const error = await damageOf(await damaged({ password, zipCrypto: true, level: 0 }, flip(100)));
    expect(error).toMatchObject({ name: 'DamagedEntry', damage: { what: 'checksum' } });
  });

  test('ZipCrypto: a flipped bit in the header breaks the seal', async () => {
    const error = await damageOf(await damaged({ password, zipCrypto: true }, flip(11)));
    expect(error).toMatchObject({ name: 'DamagedEntry', damage: { what: 'broken-seal' } });
  });

  test('a local header that differs fails the entry', async () => {
    const bytes = await writeEncrypted({ password, files: { 'first.txt': 'first', 'second.txt': 'second' } });
    const at = Buffer.from(bytes).indexOf('second.txt');
    bytes[at] = 'S'.charCodeAt(0);
    const source = zipSource(bytes);
    const error = await damageOf([source, await unlock(source, password)]);
    expect(error).toMatchObject({ name: 'DamagedEntry', damage: { what: 'header-differs' } });
  });

  test('a damaged smallest entry does not make the right password look wrong', async () => {
    const bytes = await writeEncrypted({
      password,
      zipCrypto: true,
      level: 0,
      files: { 'smallest.txt': 'tiny', y: 'a bit longer', z: 'longer still' },
    });
    const at = Buffer.from(bytes).indexOf('smallest.txt') + 'smallest.txt'.length;
    const extra = new DataView(bytes.buffer).getUint16(at - 'smallest.txt'.length - 2, true);
    bytes[at + extra + 13] = (bytes[at + extra + 13] ?? 0) ^ 1;
    const source = zipSource(bytes);
    const index = await unlock(source, password);
    const states = await Promise.allSettled(index.entries.slice(1).map((entry) => decode(entry, source)));
    expect(states.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  test.each([
    ['strong encryption', 6, 0x40],
    ['unknown encryption', 38, 0],
  ])('%s is named', async (method, _field, flag) => {
    const bytes = await writeEncrypted({ password, files: { a: 'x' } });
    const at = Buffer.from(bytes).lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    const view = new DataView(bytes.buffer, at);
    if (flag > 0) view.setUint16(8, view.getUint16(8, true) + flag, true);
    else bytes[Buffer.from(bytes).indexOf(Buffer.from([1, 0x99, 7, 0]), at) + 8] = 9;
    const opened = await open(bytes);
    expect(opened.state === 'open' && opened.index.entries.at(-1)?.data).toMatchObject({ in: 'unsupported', method });
  });
});

describe('a stream of an encrypted entry', () => {
  const long = { 'long.txt': 'line of text '.repeat(200_000) };

  async function entryOf(source: JoinedSource) {
    const entry = (await unlock(source, password)).entries.at(-1);
    if (entry?.data.in !== 'foreign') throw new Error('not encrypted');
    return entry.data;
  }

  test('ends when its reader stops', async () => {
    const data = await entryOf(zipSource(await writeEncrypted({ password, level: 0, files: long })));
    const reader = data.open(quiet.signal).getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    // Were the library still at it, or its failure unhandled, the run of the tests would fail.
    expect((await reader.read()).done).toBe(true);
  });

  test('ends in the reason of its signal', async () => {
    const data = await entryOf(zipSource(await writeEncrypted({ password, level: 0, files: long })));
    const cancel = new AbortController();
    const reader = data.open(cancel.signal).getReader();
    await reader.read();
    cancel.abort(new DOMException('stopped by the user', 'AbortError'));
    const drained = (async () => {
      while (!(await reader.read()).done);
    })();
    await expect(drained).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('ends in the error of a part that cannot be read', async () => {
    const bytes = await writeEncrypted({ password, level: 0, files: long });
    let isGone = false;
    const memory = new MemorySource(bytes);
    const part = {
      size: bytes.length,
      read: (offset: number, length: number) =>
        isGone ? Promise.reject(new DOMException('gone', 'NotReadableError')) : memory.read(offset, length),
    };
    const source = joinSources([{ name: 'site.zip', source: part }]);
    const data = await entryOf(source);
    isGone = true;
    const reading = data.open(quiet.signal).getReader().read();
    await expect(reading).rejects.toMatchObject({ code: 'part-unreadable', where: { part: 'site.zip' } });
  });
});
