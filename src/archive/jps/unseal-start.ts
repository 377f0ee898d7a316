// Opens a sealed JPS block from its start, as far as it is there. CBC needs for each 16 bytes only those before them, and for the
// first the IV. In 1.9, that and the key follow from the password. From 1.10 on, every block has an IV of its own, and in 2.0 it
// may have a salt, behind its cipher text: where the end of a block is missing, the first 16 bytes of the deflate stream in it
// cannot be opened then, or (with a salt) none. A stream tells nothing without its first bytes, which hold its codes.
import { decrypt } from './cipher.ts';
import type { Keys } from './key.ts';

const blockLength = 16;

/**
 * All that a piece gives is given before the next one is asked for. Nothing is checked: of a block that is whole, `unseal` is
 * the one that looks at its lengths and its padding.
 * @param pieces of a block without salt and IV, from its start
 * @param plainSize bytes, as the header in front of the block has it: whatever is behind them is no part of it
 */
export async function* unsealStart(
  keys: Keys,
  pieces: AsyncIterable<Uint8Array>,
  plainSize: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const key = await keys.forSalt(null);
  let iv = keys.legacy.bytes;
  let rest = new Uint8Array();
  let left = plainSize;
  for await (const piece of pieces) {
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const cipherText = bytes.subarray(0, bytes.length - (bytes.length % blockLength));
    rest = bytes.subarray(cipherText.length);
    if (cipherText.length === 0) continue;
    const plain = (await decrypt(key, iv, cipherText)).subarray(0, left);
    iv = cipherText.subarray(-blockLength);
    left -= plain.length;
    if (plain.length > 0) yield plain;
    if (left === 0) return;
  }
}
