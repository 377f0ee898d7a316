// What the browser brings, made quick and exact for hundreds of thousands of small archives: a decompressor as strict as
// Chromium's, and a key derivation that does not wait for another thread and is not asked twice for the same key.
import { pbkdf2Sync } from 'node:crypto';
import { StrictDecompressionStream } from '../support/strict-inflate.ts';

/** The seeds derive with one iteration. Whoever asks for more has a damaged header, and gets a wrong key either way. */
const mostIterations = 1000;
const mostKeys = 1000;

/** For the rest of the process. */
export function useFuzzEnvironment(): void {
  Object.defineProperty(globalThis, 'DecompressionStream', { value: StrictDecompressionStream, configurable: true });
  useQuickDerivation(crypto.subtle);
}

function useQuickDerivation(subtle: SubtleCrypto): void {
  const importKey = subtle.importKey.bind(subtle);
  const secrets = new WeakMap<object, Uint8Array>();
  const keys = new Map<string, ArrayBuffer>();

  const quickImport = (...facts: Parameters<SubtleCrypto['importKey']>): Promise<unknown> => {
    const [format, secret, algorithm] = facts;
    if (format !== 'raw' || algorithm !== 'PBKDF2' || !(secret instanceof Uint8Array)) return importKey(...facts);
    const key = {};
    secrets.set(key, secret);
    return Promise.resolve(key);
  };
  const quickDerive = ({ hash, iterations, salt }: Pbkdf2Facts, key: object, length: number): Promise<ArrayBuffer> => {
    const count = Math.min(iterations, mostIterations);
    const name = `${hash} ${count} ${Buffer.from(salt).toString('base64')}`;
    const known = keys.get(name);
    if (known !== undefined) return Promise.resolve(known);
    const secret = secrets.get(key) ?? new Uint8Array();
    const made = pbkdf2Sync(secret, salt, count, length / 8, hash.replace('-', '').toLowerCase());
    const bits = Uint8Array.from(made).buffer;
    if (keys.size >= mostKeys) keys.clear();
    keys.set(name, bits);
    return Promise.resolve(bits);
  };
  Object.defineProperties(subtle, {
    importKey: { value: quickImport, configurable: true },
    deriveBits: { value: quickDerive, configurable: true },
  });
}

interface Pbkdf2Facts {
  readonly hash: string;
  readonly iterations: number;
  readonly salt: Uint8Array;
}
