// What a mutator is given, and what it makes.
import { splitAt } from '../../support/byte-writer.ts';
import type { Random } from '../random.ts';
import type { Seed } from '../seeds.ts';

export interface Mutant {
  readonly parts: readonly Uint8Array[];
  /** For whoever reads of a failure. */
  readonly how: string;
  /** The checksums were made to fit: no reader can tell the content from what was meant. */
  readonly isForged: boolean;
}

/** Null where it does not apply to this seed, or to what was picked of it. */
export type Mutator = (seed: Seed, random: Random) => Mutant | null;

/** The bytes in as many parts as the seed has, cut where the seed is. */
export function mutant(seed: Seed, bytes: Uint8Array, how: string, isForged = false): Mutant {
  return {
    parts: splitAt(
      bytes,
      seed.cuts.map((cut) => Math.min(cut, bytes.length)),
    ),
    how,
    isForged,
  };
}
