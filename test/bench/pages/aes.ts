// AES-128-CBC with zero padding, as JPS has it: @noble/ciphers against WebCrypto.
import { cbc } from '@noble/ciphers/aes.js';

export type AesWay = 'noble' | 'webcrypto' | 'webcrypto, 16 at a time';

interface Keys {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly imported: CryptoKey;
}

const blockSize = 16;

/** Chunks decrypted per second times their size, in MB/s. */
export async function aesThroughput(way: AesWay, chunkSize: number, totalSize: number): Promise<number> {
  const keys = await makeKeys();
  const plain = new Uint8Array(chunkSize).map((_, i) => i % 251);
  const sealed = cbc(keys.bytes, keys.iv, { disablePadding: true }).encrypt(plain).slice();
  const count = Math.max(16, Math.round(totalSize / chunkSize));
  await decryptMany(way, keys, sealed, Math.ceil(count / 10));
  const start = performance.now();
  const last = await decryptMany(way, keys, sealed, count);
  const elapsedMs = performance.now() - start;
  if (last.length !== chunkSize || last[chunkSize - 1] !== plain[chunkSize - 1])
    throw new Error('decrypted to something else');
  return (count * chunkSize) / 1000 / elapsedMs;
}

async function makeKeys(): Promise<Keys> {
  const bytes = new Uint8Array(blockSize).fill(7);
  const imported = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['decrypt']);
  return { bytes, iv: new Uint8Array(blockSize).fill(9), imported };
}

async function decryptMany(
  way: AesWay,
  keys: Keys,
  sealed: Uint8Array<ArrayBuffer>,
  count: number,
): Promise<Uint8Array> {
  let last: Uint8Array = new Uint8Array();
  switch (way) {
    case 'noble':
      for (let i = 0; i < count; i++) last = cbc(keys.bytes, keys.iv, { disablePadding: true }).decrypt(sealed);
      return last;
    case 'webcrypto':
      for (let i = 0; i < count; i++) last = await decryptNatively(keys, sealed);
      return last;
    case 'webcrypto, 16 at a time':
      for (let i = 0; i < count; i += 16)
        last = (await Promise.all(Array.from({ length: 16 }, () => decryptNatively(keys, sealed)))).at(-1) ?? last;
      return last;
    default:
      return way satisfies never;
  }
}

/** WebCrypto insists on PKCS#7 padding. So a block is appended that decrypts to exactly one block of it. */
async function decryptNatively(keys: Keys, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const padding = cbc(keys.bytes, sealed.subarray(-blockSize)).encrypt(new Uint8Array());
  const padded = new Uint8Array(sealed.length + blockSize);
  padded.set(sealed);
  padded.set(padding, sealed.length);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: keys.iv }, keys.imported, padded));
}
