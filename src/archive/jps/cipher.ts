// AES-128-CBC without padding. @noble/ciphers opens a short block (a header) at once, which a walk over thousands of headers
// lives on. Data goes to the browser's own cipher, for all that it must be waited for: in a run, noble takes many times what it
// takes in a loop of nothing else, presumably for its tables of 640 kB, which are out of the processor's caches by the next file.
import { cbc, ecb } from '@noble/ciphers/aes.js';
import { unshared } from '../../bytes/byte-source.ts';

const blockLength = 16;
/** Headers are shorter, and most data is longer. Bytes. */
const worthWaiting = 256;
/** Cipher texts that are opened together have no more, unless it is a single one. Bytes. */
const mostTogether = 64 * 1024;
/** Room for the chunks of most writers, and for those of all that are known. Bytes. */
const smallestRoom = 128 * 1024;
const largestRoom = 2 * 1024 * 1024;

/** A cipher text that waits for its turn. */
interface Waiting {
  readonly iv: Uint8Array;
  readonly cipherText: Uint8Array;
  readonly settle: (plain: Uint8Array) => void;
  readonly fail: (error: unknown) => void;
}

export class CipherKey {
  readonly bytes: Uint8Array;
  #imported: Promise<CryptoKey> | null = null;
  #ending: Uint8Array | null = null;
  /** What was asked for in this turn, for the browser's cipher. */
  readonly waiting: Waiting[] = [];

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
  // One more costs that cipher next to nothing.
  const isWorthIt = cipherText.length >= worthWaiting || key.waiting.length > 0;
  // Browsers keep theirs from pages that did not come by https.
  if (isWorthIt && 'subtle' in crypto) return decryptInTurn(key, iv, cipherText);
  return cbc(key.bytes, iv, { disablePadding: true }).decrypt(cipherText);
}

/** With all others that are asked for before the caller lets go: of a few thousand bytes, the call takes longer than the cipher. */
function decryptInTurn(key: CipherKey, iv: Uint8Array, cipherText: Uint8Array): Promise<Uint8Array> {
  return new Promise((settle, fail) => {
    key.waiting.push({ iv, cipherText, settle, fail });
    if (key.waiting.length > 1) return;
    queueMicrotask(() => {
      const all = key.waiting.splice(0);
      while (all.length > 0) void decryptTogether(key, all.splice(0, countTogether(all)));
    });
  });
}

function countTogether(waiting: readonly Waiting[]): number {
  let size = 0;
  const count = waiting.findIndex(({ cipherText }) => (size += cipherText.length) > mostTogether);
  return count === -1 ? waiting.length : Math.max(1, count);
}

/** Settles all of them. */
async function decryptTogether(key: CipherKey, texts: readonly Waiting[]): Promise<void> {
  try {
    const imported = await key.imported;
    const { iv, place, ends } = joined(texts, key.ending);
    const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, place);
    for (const [{ cipherText, settle }, end] of ends) {
      // Each is its caller's own, who may keep it, or give it away, whatever becomes of the others.
      const own = texts.length === 1 ? plain : plain.slice(end - cipherText.length, end);
      settle(new Uint8Array(own, 0, cipherText.length));
    }
  } catch (error) {
    for (const { fail } of texts) fail(error);
  }
}

/** Cipher texts with the ending, in one place for all: the browser has copied it when `decrypt` returns its promise. */
let room = new Uint8Array();

/**
 * CBC opens a block with the help of the one before it, so cipher texts are opened as one that stand behind each other, each
 * behind its IV. WebCrypto insists on PKCS#7 padding, which this data does not have: it is given some, and nobody looks at that.
 */
function joined(texts: readonly Waiting[], ending: Uint8Array) {
  const size = texts.reduce((sum, { cipherText }) => sum + blockLength + cipherText.length, 0);
  const place = roomFor(size + ending.length);
  let position = 0;
  const put = (bytes: Uint8Array): void => {
    place.set(bytes, position);
    position += bytes.length;
  };
  const ends = texts.map((text): readonly [Waiting, number] => {
    put(text.iv);
    put(text.cipherText);
    // The first IV is not part of what is opened.
    return [text, position - blockLength];
  });
  put(ending);
  return { iv: place.slice(0, blockLength), place: place.subarray(blockLength), ends };
}

function roomFor(length: number): Uint8Array<ArrayBuffer> {
  if (length > largestRoom) return new Uint8Array(length);
  if (length > room.length) room = new Uint8Array(Math.max(length, smallestRoom));
  return room.subarray(0, length);
}
