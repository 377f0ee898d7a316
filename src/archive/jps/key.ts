// The three ways from a password to an AES-128 key: a salt in the block, a salt for the whole archive (both PBKDF2, JPS
// 2.0), and the legacy key (1.x). Keys live here, in the worker, and leave only into the cipher.
import { ecb } from '@noble/ciphers/aes.js';
import { ExtractError } from '../../problems/extract-error.ts';
import { CipherKey } from './cipher.ts';
import type { Derivation } from './header.ts';

const keyLength = 16;
/** Deriving cannot be interrupted, and takes about 150 ns an iteration: more than this is an attack or damage. */
export const mostIterations = 10_000_000;
/** Where every block has a salt of its own, writers use 2,500: many more, times a hundred thousand blocks, would take days. */
export const mostIterationsPerBlock = 200_000;

export interface Keys {
  /** Key for a block with this salt of its own, or without. */
  forSalt(salt: Uint8Array | null): CipherKey | Promise<CipherKey>;
  /** The legacy key; 1.9 also takes it for the IV. */
  readonly legacy: CipherKey;
  /** So far, blocks of a 2.0 archive were opened with the legacy key or IV, as they brought none and the archive has none. */
  hasFallenBack: boolean;
}

/** @throws ExtractError `too-many-iterations` before anything is derived */
export async function deriveKeys(password: string, derivation: Derivation | null): Promise<Keys> {
  const passwordBytes = new TextEncoder().encode(password);
  const legacy = legacyKey(passwordBytes);
  if (derivation === null) return { legacy, hasFallenBack: false, forSalt: () => legacy };

  const { hash, iterations, staticSalt } = derivation;
  checkIterations(iterations, mostIterations);
  // HMAC pads a key with zeros (RFC 2104), so a single one is the same key as none, which WebKitGTK refuses to derive from.
  const secret = passwordBytes.length === 0 ? new Uint8Array(1) : passwordBytes;
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
  const derive = async (salt: Uint8Array): Promise<CipherKey> => {
    const parameters = { name: 'PBKDF2', hash, iterations, salt: new Uint8Array(salt) };
    return new CipherKey(new Uint8Array(await crypto.subtle.deriveBits(parameters, material, keyLength * 8)));
  };
  const shared = staticSalt === null ? null : await derive(staticSalt);
  const keys: Keys = {
    legacy,
    hasFallenBack: false,
    forSalt(salt) {
      if (salt !== null) {
        checkIterations(iterations, mostIterationsPerBlock);
        return derive(salt);
      }
      keys.hasFallenBack ||= shared === null;
      return shared ?? legacy;
    },
  };
  return keys;
}

function checkIterations(found: number, most: number): void {
  if (found > most) throw new ExtractError('too-many-iterations', { expected: most, found });
}

/** AES-128-ECB of the password under itself, cut or zero-padded to one block. */
function legacyKey(password: Uint8Array): CipherKey {
  const block = new Uint8Array(keyLength);
  block.set(password.subarray(0, keyLength));
  return new CipherKey(ecb(block, { disablePadding: true }).encrypt(block));
}
