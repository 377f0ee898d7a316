// Thrown while one entry is decoded, caught by the run, which turns it into an Issue and goes on with the next entry.
import type { Damage } from './issue.ts';

export class DamagedEntry extends Error {
  override readonly name = 'DamagedEntry';
  readonly damage: Damage;

  constructor(damage: Damage, cause?: unknown) {
    super(damage.what, { cause });
    this.damage = damage;
  }
}
