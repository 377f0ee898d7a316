// What a try of a password costs, where that is far more than any backup program makes it cost: the user is told before the
// first one, as deriving cannot be broken off.
import type { SlowKey } from '../opened-archive.ts';
import type { Derivation } from './header.ts';
import { mostIterations, mostIterationsPerBlock } from './key.ts';

/** Writers use 128,000 for a whole archive, and 2,500 where every block has a key of its own. */
const unusual = { archive: 2_000_000, block: 20_000 };
const probed = 10_000;

/** Null where it is nothing to speak of, or too much. Derives a short key to see how fast that goes here. */
export async function slowKeyOf(derivation: Derivation | null): Promise<SlowKey | null> {
  if (derivation === null) return null;
  const { hash, iterations, staticSalt } = derivation;
  const isPerBlock = staticSalt === null;
  const [few, most] = isPerBlock ? [unusual.block, mostIterationsPerBlock] : [unusual.archive, mostIterations];
  // More than the most is refused.
  if (iterations <= few || iterations > most) return null;
  const material = await crypto.subtle.importKey('raw', new Uint8Array(1), 'PBKDF2', false, ['deriveBits']);
  const began = performance.now();
  await crypto.subtle.deriveBits({ name: 'PBKDF2', hash, iterations: probed, salt: new Uint8Array(1) }, material, 128);
  const estimatedMs = (performance.now() - began) * (iterations / probed);
  return { iterations, estimatedMs, isPerBlock };
}
