// SHA-256 of the entries of one archive, as far as they were read in a run: 32 bytes each, in one array that grows.
import type { Entry } from '../archive/entry.ts';
import { sha256Length } from '../bytes/sha256.ts';

const leastRoom = 1024;

export class EntrySums {
  readonly #ordinals: ReadonlyMap<Entry, number>;
  #digests = new Uint8Array();
  #isKnown = new Uint8Array();
  /** Where a run has put an entry under another name than planned. */
  readonly #places = new Map<number, string>();
  #count = 0;

  /** @param entries of the archive, in its order */
  constructor(entries: readonly Entry[]) {
    this.#ordinals = new Map(entries.map((entry, ordinal) => [entry, ordinal]));
  }

  /** Entries whose sum is known. */
  get count(): number {
    return this.#count;
  }

  /**
   * What is kept of a damaged file is none of the archive's entries, and passed over.
   * @param place where a run has put it, components joined with `/`; null where that is where the plan says
   */
  keep(entry: Entry, digest: Uint8Array, place: string | null = null): void {
    const ordinal = this.#ordinals.get(entry);
    if (ordinal === undefined) return;
    this.#makeRoom(ordinal);
    if (this.#isKnown[ordinal] === 0) this.#count += 1;
    this.#isKnown[ordinal] = 1;
    this.#digests.set(digest, ordinal * sha256Length);
    if (place !== null) this.#places.set(ordinal, place);
  }

  /** By its place in the archive's order; null where it was not read, or not to its end. */
  of(ordinal: number): Uint8Array | null {
    if (this.#isKnown[ordinal] !== 1) return null;
    return this.#digests.subarray(ordinal * sha256Length, (ordinal + 1) * sha256Length);
  }

  /** Null where it is where the plan says. */
  placeOf(ordinal: number): string | null {
    return this.#places.get(ordinal) ?? null;
  }

  #makeRoom(ordinal: number): void {
    const room = this.#isKnown.length;
    if (ordinal < room) return;
    const wanted = Math.max(leastRoom, 2 * room, ordinal + 1);
    const isKnown = new Uint8Array(Math.min(wanted, this.#ordinals.size));
    const digests = new Uint8Array(isKnown.length * sha256Length);
    isKnown.set(this.#isKnown);
    digests.set(this.#digests);
    this.#isKnown = isKnown;
    this.#digests = digests;
  }
}
