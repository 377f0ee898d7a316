// AES-128-CBC without padding. @noble/ciphers opens a short block (a header) at once, which a walk over thousands of headers
// lives on. Data goes to the browser's own cipher, for all that it must be waited for: in a run, noble takes many times what it
// takes in a loop of nothing else, presumably for its tables of 640 kB, which are out of the processor's caches by the next file.
import { cbc, ecb } from '@noble/ciphers/aes.js';
import { unshared } from '../../bytes/byte-source.ts';

const blockLength = 16;
/** Headers are shorter, and most data is longer. Bytes. */
const worthWaiting = 256;
/** Room for the chunks of most writers, and for those of all that are known. Bytes. */
const smallestRoom = 128 * 1024;
const largestRoom = 2 * 1024 * 1024;

export class CipherKey {
  readonly bytes: Uint8Array;
  #imported: Promise<CryptoKey> | null = null;
  #ending: Uint8Array | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The same key for the browser's cipher; not extractable. */
  get imported(): Promise<CryptoKey> {
    this.#imported ??= crypto.subtle.importKey('raw', unshared(this.bytes), 'AES-CBC', false, ['decrypt']);
    return this.#imported;
  }

  /** Behind any cipher text, two blocks that decrypt to one of no meaning and one of nothing but PKCS#7 padding. */
  get ending(): Uint8Array {
    if (this.#ending === null) {
      this.#ending = new Uint8Array(2 * blockLength);
      // The first stays zeros, which the second's plain bytes are XORed with: so it is sealed as it is.
      const padding = new Uint8Array(blockLength).fill(blockLength);
      this.#ending.set(ecb(this.bytes, { disablePadding: true }).encrypt(padding), blockLength);
    }
    return this.#ending;
  }
}

/** @param cipherText whole blocks. */
export function decrypt(key: CipherKey, iv: Uint8Array, cipherText: Uint8Array): Uint8Array | Promise<Uint8Array> {
  // Browsers keep theirs from pages that did not come by https.
  if (cipherText.length >= worthWaiting && 'subtle' in crypto) return decryptLong(key, iv, cipherText);
  return cbc(key.bytes, iv, { disablePadding: true }).decrypt(cipherText);
}

/** WebCrypto insists on PKCS#7 padding, which this data does not have: it is given some, and what is in front is cut off. */
async function decryptLong(key: CipherKey, iv: Uint8Array, cipherText: Uint8Array): Promise<Uint8Array> {
  const parameters = { name: 'AES-CBC', iv: unshared(iv) };
  const imported = await key.imported;
  const plain = await crypto.subtle.decrypt(parameters, imported, padded(cipherText, key.ending));
  return new Uint8Array(plain, 0, cipherText.length);
}

/** Cipher text with its ending, in one place for all: the browser has copied it when `decrypt` returns its promise. */
let room = new Uint8Array();

function padded(cipherText: Uint8Array, ending: Uint8Array): Uint8Array<ArrayBuffer> {
  const place = roomFor(cipherText.length + ending.length);
  place.set(cipherText);
  place.set(ending, cipherText.length);
  return place;
}

function roomFor(length: number): Uint8Array<ArrayBuffer> {
  if (length > largestRoom) return new Uint8Array(length);
  if (length > room.length) room = new Uint8Array(Math.max(length, smallestRoom));
  return room.subarray(0, length);
}
