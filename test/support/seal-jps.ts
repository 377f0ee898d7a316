// Encrypts JPS blocks for tests: the key, the IV and the marks behind the ciphertext, in each of the format's ways.
import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { ByteWriter, toBytes, type Content } from './byte-writer.ts';

export type JpsHash = 'sha1' | 'sha256' | 'sha512';

export interface JpsSealing {
  readonly password: string;
  /** `per-block` writes a salt (`JPST`) behind every block. */
  readonly key: 'legacy' | 'static' | 'per-block';
  /** `derived` writes none: the reader takes the legacy key for it. */
  readonly iv: 'stored' | 'derived';
  readonly hash: JpsHash;
  readonly iterations: number;
  /** 64 bytes. */
  readonly staticSalt: Uint8Array;
  /**
   * Sixteen zeros behind plain bytes that fill their last block, unless it is their only one: the vendor's engine writes
   * them, other writers do not.
   */
  readonly padsFullBlocks: boolean;
}

/** What a block says of itself, where a test wants it to lie. */
export interface SealedBlockFields {
  /** Bytes behind the plain ones, up to a multiple of 16. */
  readonly padding: Content;
  /** The plain length stated at the very end of the block. */
  readonly innerSize: number;
}

export type Seal = (plain: Uint8Array, fields?: Partial<SealedBlockFields>) => Uint8Array;

/** As many bytes as asked for, up to 64, different for every label and the same in every run. */
export function noise(label: string, size: number): Uint8Array {
  return new Uint8Array(createHash('sha512').update(label).digest().subarray(0, size));
}

function encrypt(cipher: 'aes-128-cbc' | 'aes-128-ecb', key: Uint8Array, iv: Uint8Array | null, plain: Uint8Array) {
  const state = createCipheriv(cipher, key, iv).setAutoPadding(false);
  return new ByteWriter().bytes(state.update(plain)).bytes(state.final()).done();
}

/** The key of JPS 1.x, which is also the IV where none is stored. */
export function legacyKey(password: string): Uint8Array {
  const cut = new Uint8Array(16);
  cut.set(toBytes(password).subarray(0, 16));
  return encrypt('aes-128-ecb', cut, null, cut);
}

/** A function that seals one block after the other, each with an IV and a salt of its own. */
export function makeSeal(sealing: JpsSealing): Seal {
  const derive = (salt: Uint8Array): Uint8Array =>
    pbkdf2Sync(toBytes(sealing.password), salt, sealing.iterations, 16, sealing.hash);
  const legacy = legacyKey(sealing.password);
  const wholeKey = sealing.key === 'static' ? derive(sealing.staticSalt) : legacy;
  let count = 0;

  return (plain, fields = {}) => {
    count += 1;
    const salt = sealing.key === 'per-block' ? noise(`salt ${count}`, 64) : null;
    const iv = sealing.iv === 'stored' ? noise(`iv ${count}`, 16) : null;
    const missing = (16 - (plain.length % 16)) % 16;
    const addsBlock = sealing.padsFullBlocks && missing === 0 && plain.length > 16;
    const padding = fields.padding ?? new Uint8Array(addsBlock ? 16 : missing);
    const padded = new ByteWriter().bytes(plain).bytes(padding).done();
    const block = new ByteWriter().bytes(encrypt('aes-128-cbc', salt ? derive(salt) : wholeKey, iv ?? legacy, padded));
    if (salt) block.bytes('JPST').bytes(salt);
    if (iv) block.bytes('JPIV').bytes(iv);
    return block.u32(fields.innerSize ?? plain.length).done();
  };
}
