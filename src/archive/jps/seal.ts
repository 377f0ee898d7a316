// A sealed JPS block: AES-128-CBC ciphertext of zero-padded bytes, then optionally `JPST` and a salt, `JPIV` and an IV, and
// always the length of the plain bytes. Nothing authenticates it: what can be checked are lengths and the zero padding.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import { hasAscii } from '../../bytes/text.ts';
import { DamagedEntry } from '../../problems/damaged-entry.ts';
import { CipherKey, decrypt } from './cipher.ts';
import type { Keys } from './key.ts';

const saltTag = 'JPST';
const saltLength = 64;
const ivTag = 'JPIV';
const blockLength = 16;

interface Sealed {
  readonly cipherText: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly iv: Uint8Array | null;
  readonly plainLength: number;
}

/** @throws DamagedEntry where the lengths make no sense */
function parseSealed(block: Uint8Array): Sealed {
  let end = block.length - 4;
  if (end < 0) throw new DamagedEntry({ what: 'broken-seal' });
  const plainLength = new ByteCursor(block.subarray(end)).u32();
  const takeTrailer = (tag: string, length: number): Uint8Array | null => {
    const start = end - length - tag.length;
    if (start < 0 || !hasAscii(block, tag, start)) return null;
    const value = block.subarray(start + tag.length, end);
    end = start;
    return value;
  };
  const iv = takeTrailer(ivTag, blockLength);
  const salt = takeTrailer(saltTag, saltLength);
  if (end % blockLength !== 0 || plainLength > end || end - plainLength > blockLength)
    throw new DamagedEntry({ what: 'broken-seal' });
  return { cipherText: block.subarray(0, end), salt, iv, plainLength };
}

/** Does this block bring neither a salt nor an IV? @throws DamagedEntry where the lengths make no sense */
export function isBare(block: Uint8Array): boolean {
  const { salt, iv } = parseSealed(block);
  return salt === null && iv === null;
}

/**
 * Opens a block with the keys of this archive. A promise where a key must be derived first, or the browser's cipher opens it.
 * @param plainSize bytes the header in front of the block promises
 * @throws DamagedEntry where the block, or what comes out, makes no sense
 */
export function unseal(keys: Keys, block: Uint8Array, plainSize: number): Uint8Array | Promise<Uint8Array> {
  const sealed = parseSealed(block);
  if (sealed.plainLength !== plainSize) throw new DamagedEntry({ what: 'broken-seal' });
  const key = keys.forSalt(sealed.salt);
  return key instanceof CipherKey ? open(sealed, key, keys) : key.then((derived) => open(sealed, derived, keys));
}

function open(sealed: Sealed, key: CipherKey, keys: Keys): Uint8Array | Promise<Uint8Array> {
  if (sealed.cipherText.length === 0) return sealed.cipherText;
  if (sealed.iv === null) keys.hasFallenBack = true;
  const padded = decrypt(key, sealed.iv ?? keys.legacy.bytes, sealed.cipherText);
  return padded instanceof Uint8Array ? unpadded(padded, sealed) : padded.then((bytes) => unpadded(bytes, sealed));
}

/** The padding is zeros; anything else means damage, or a wrong password. */
function unpadded(padded: Uint8Array, { plainLength }: Sealed): Uint8Array {
  for (let index = plainLength; index < padded.length; index += 1) {
    if (padded[index] !== 0) throw new DamagedEntry({ what: 'broken-seal' });
  }
  return padded.subarray(0, plainLength);
}
