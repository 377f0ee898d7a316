// What opens the blocks of one archive, with its keys: whole ones, and the starts of such as are cut.
import type { Unseal, UnsealStart } from '../entry.ts';
import type { Keys } from './key.ts';
import { isBare, unseal } from './seal.ts';
import { unsealStart } from './unseal-start.ts';

export interface Opener {
  readonly unseal: Unseal;
  /** What opens the starts of an entry's chunks; null where nothing can. @param header of that entry, sealed */
  startFor(header: Uint8Array): UnsealStart | null;
}

export function openerWith(keys: Keys): Opener {
  const start: UnsealStart = (pieces, plainSize) => unsealStart(keys, pieces, plainSize);
  return {
    unseal: (block, plainSize) => unseal(keys, block, plainSize),
    // One writer has sealed both. Told from the header alone, so that it is the same for good.
    startFor: (header) => (isBare(header) ? start : null),
  };
}
