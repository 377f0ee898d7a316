// The Zip64 field among the extra fields of a directory record or a local header (APPNOTE 4.5.3). Of the values whose own fields are
// full it has the true ones, in the order of those fields.
import { ByteCursor } from '../../bytes/byte-cursor.ts';

/** A field of 32 bits that is full. */
export const full = 0xffffffff;
/** The number of a part, of 16 bits. */
const fullPart = 0xffff;

/** To be asked for each value once, in that order. One that it has not stays as it is. */
export class Zip64Field {
  readonly #field: ByteCursor;

  /** @param extra all extra fields; there need be none of this kind */
  constructor(extra: Uint8Array) {
    this.#field = find(extra);
  }

  wide(narrow: number): number {
    return narrow === full && this.#field.left >= 8 ? this.#field.u64() : narrow;
  }

  widePart(narrow: number): number {
    return narrow === fullPart && this.#field.left >= 4 ? this.#field.u32() : narrow;
  }
}

function find(extra: Uint8Array): ByteCursor {
  const cursor = new ByteCursor(extra);
  while (cursor.left >= 4) {
    const id = cursor.u16();
    const field = cursor.bytes(Math.min(cursor.u16(), cursor.left));
    if (id === 1) return new ByteCursor(field);
  }
  return new ByteCursor(new Uint8Array());
}
