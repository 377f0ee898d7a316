// AES-128-CBC without padding. @noble/ciphers opens a short block (a header) at once; for longer ones the browser's own
// cipher is several times faster, for all that it must be waited for (npm run bench prints both).
import { cbc } from '@noble/ciphers/aes.js';
import { unshared } from '../../bytes/byte-source.ts';

const blockLength = 16;
/** From this length on the browser's cipher is faster. Bytes. */
const worthWaiting = 2048;

export class CipherKey {
  readonly bytes: Uint8Array;
  #imported: Promise<CryptoKey> | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The same key for the browser's cipher; not extractable. */
  get imported(): Promise<CryptoKey> {
    this.#imported ??= crypto.subtle.importKey('raw', unshared(this.bytes), 'AES-CBC', false, ['decrypt']);
    return this.#imported;
  }
}

/** @param cipherText whole blocks. */
export function decrypt(key: CipherKey, iv: Uint8Array, cipherText: Uint8Array): Uint8Array | Promise<Uint8Array> {
  // Browsers keep theirs from pages that did not come by https.
  if (cipherText.length >= worthWaiting && 'subtle' in crypto) return decryptLong(key, iv, cipherText);
  return cbc(key.bytes, iv, { disablePadding: true }).decrypt(cipherText);
}

/**
 * WebCrypto insists on PKCS#7 padding, which this data does not have. A block of nothing but padding, encrypted as if it
 * followed the last one, makes it valid, and is taken off by the decryption.
 */
async function decryptLong(key: CipherKey, iv: Uint8Array, cipherText: Uint8Array): Promise<Uint8Array> {
  // A single block: by far not worth a second call of the browser's.
  const padding = cbc(key.bytes, cipherText.subarray(-blockLength)).encrypt(new Uint8Array());
  const padded = new Uint8Array(cipherText.length + blockLength);
  padded.set(cipherText);
  padded.set(padding, cipherText.length);
  const parameters = { name: 'AES-CBC', iv: unshared(iv) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, await key.imported, padded));
}
