// AES-128-CBC without padding, by either of the two ways inside, held against Node's own.
import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { CipherKey, decrypt } from '../../../src/archive/jps/cipher.ts';
import { noise } from '../../support/seal-jps.ts';

const key = noise('key', 16);
const iv = noise('iv', 16);

function encrypt(plain: Uint8Array, own = iv): Uint8Array {
  const cipher = createCipheriv('aes-128-cbc', key, own).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(plain), cipher.final()]));
}

// 256 bytes is where one way hands over to the other.
test.each([16, 32, 240, 256, 272, 65_536])('%i bytes come back as they were', async (length) => {
  const plain = Uint8Array.from({ length }, (_, i) => i);
  expect(await decrypt(new CipherKey(key), iv, encrypt(plain))).toEqual(plain);
});

test('several at once, of any length, come back as they were', async () => {
  const cipher = new CipherKey(key);
  const plains = [70_000, 512, 3_000_000, 256, 140_000, 512].map((length, seed) =>
    Uint8Array.from({ length: length - (length % 16) }, (_, at) => at * 7 + seed),
  );
  const opened = await Promise.all(plains.map(async (plain) => decrypt(cipher, iv, encrypt(plain))));
  for (const [at, plain] of plains.entries()) expect(Buffer.from(opened[at] ?? []).equals(plain)).toBe(true);
});

test('several at once, each with an IV of its own, are opened by one call', async () => {
  const cipher = new CipherKey(key);
  const texts = [512, 16, 2048, 256].map((length, seed) => ({
    plain: Uint8Array.from({ length }, (_, at) => at * 7 + seed),
    iv: noise(`iv ${seed}`, 16),
  }));
  const calls = vi.spyOn(crypto.subtle, 'decrypt');
  const opened = await Promise.all(texts.map(async (text) => decrypt(cipher, text.iv, encrypt(text.plain, text.iv))));
  expect(opened).toEqual(texts.map(({ plain }) => plain));
  expect(calls).toHaveBeenCalledOnce();
  expect(new Set(opened.map(({ buffer }) => buffer)).size).toBe(texts.length);
  calls.mockRestore();
});

test('where the browser fails, all that wait for it hear so, and the next do not', async () => {
  const cipher = new CipherKey(key);
  const plain = new Uint8Array(512);
  const failing = vi.spyOn(crypto.subtle, 'decrypt').mockRejectedValueOnce(new DOMException('no', 'OperationError'));
  const open = async (): Promise<Uint8Array> => decrypt(cipher, iv, encrypt(plain));
  const results = await Promise.allSettled([open(), open()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  failing.mockRestore();
  expect(await open()).toEqual(plain);
});

test('what ends in bytes that look like padding keeps them', async () => {
  const endings = fc.uint8Array({ minLength: 16, maxLength: 16, max: 16 });
  await fc.assert(
    fc.asyncProperty(endings, async (ending) => {
      const plain = new Uint8Array(2048);
      plain.set(ending, plain.length - ending.length);
      expect(await decrypt(new CipherKey(key), iv, encrypt(plain))).toEqual(plain);
    }),
    { numRuns: 50 },
  );
});

test('a view into a larger buffer is read from where it begins', async () => {
  const plain = new Uint8Array(4096).fill(7);
  const larger = new Uint8Array(5000);
  larger.set(encrypt(plain), 100);
  expect(await decrypt(new CipherKey(key), iv, larger.subarray(100, 4196))).toEqual(plain);
});
