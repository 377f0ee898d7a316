// Encrypted entries, of both ciphers, in archives made by the library that reads them.
import { describe, expect, test } from 'vitest';
import { quiet } from '../open-any.ts';
import { contents, open, zipSource } from './open.ts';
import { files, password, unlock, writeEncrypted, type Options } from './write-encrypted.ts';

const schemes: [string, Options][] = [
  ['ZipCrypto', { password, zipCrypto: true }],
  ['AES-128', { password, encryptionStrength: 1 }],
  ['AES-192', { password, encryptionStrength: 2 }],
  ['AES-256', { password, encryptionStrength: 3 }],
  ['AES, stored', { password, encryptionStrength: 3, level: 0 }],
  ['ZipCrypto, stored', { password, zipCrypto: true, level: 0 }],
];

describe.each(schemes)('%s', (_, options) => {
  test('the right password opens every entry', async () => {
    const source = zipSource(await writeEncrypted(options));
    const index = await unlock(source, password);
    expect(index.isEncrypted).toBe(true);
    expect(index.entries.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'directory dir/',
      'file a.txt',
      'file dir/b.txt',
      'file empty.txt',
    ]);
    expect(await contents(index, source)).toEqual(files);
  });

  test('a wrong and a blank one do not, and the right one still does afterwards', async () => {
    const source = zipSource(await writeEncrypted(options));
    const opened = await open(source);
    if (opened.state !== 'locked') throw new Error('not locked');
    for (const wrong of ['', 'S3cret', `${password} `])
      await expect(opened.unlock(wrong, quiet)).rejects.toMatchObject({ code: 'wrong-password' });
    expect(await contents(await opened.unlock(password, quiet), source)).toEqual(files);
  });
});

test('P-11: the one wrong password in 256 that passes the old header is caught', async () => {
  const source = zipSource(await writeEncrypted({ password, zipCrypto: true, files: { 'one.txt': 'the only entry' } }));
  const opened = await open(source);
  if (opened.state !== 'locked') throw new Error('not locked');
  for (let attempt = 0; attempt < 600; attempt += 1)
    await expect(opened.unlock(`wrong ${attempt}`, quiet)).rejects.toMatchObject({ code: 'wrong-password' });
});

test('a password beyond ASCII is tried in both encodings that tools use', async () => {
  const beyond = 'Pässwörd';
  const latin = Uint8Array.from(beyond, (character) => character.charCodeAt(0));
  for (const rawPassword of [new TextEncoder().encode(beyond), latin]) {
    for (const zipCrypto of [true, false]) {
      const source = zipSource(await writeEncrypted({ rawPassword, zipCrypto }));
      expect(await contents(await unlock(source, beyond), source)).toEqual(files);
    }
  }
});

test('large entries alone are opened by their headers', async () => {
  const noise = Array.from({ length: 300_000 }, (_, i) => String.fromCharCode(33 + ((Math.imul(i, 48271) >>> 7) % 90)));
  const large = { 'large.txt': noise.join('') };
  for (const options of [
    { password, zipCrypto: true, level: 0 },
    { password, level: 0 },
  ]) {
    const source = zipSource(await writeEncrypted({ ...options, files: large }));
    await expect(unlock(source, 'S3cret')).rejects.toMatchObject({ code: 'wrong-password' });
    expect(await contents(await unlock(source, password), source)).toEqual(large);
  }
});

test('an archive in which only some entries are encrypted is locked, and the others need no password', async () => {
  const mixed = { plain: { 'plain.txt': 'plain' }, files: { 'sealed.txt': 'sealed' } };
  const source = zipSource(await writeEncrypted({ password, ...mixed }));
  const index = await unlock(source, password);
  expect(index.entries.map(({ data }) => data.in)).toEqual(['nothing', 'deflate', 'foreign']);
  expect(await contents(index, source)).toEqual({ 'plain.txt': 'plain', 'sealed.txt': 'sealed' });
});

test('an archive of encrypted folders has nothing to unlock', async () => {
  expect(await open(await writeEncrypted({ password, files: {} }))).toMatchObject({ state: 'open' });
});
