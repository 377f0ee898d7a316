// What every byte of a seed is for. The detection matrix counts by these places, and mutators aim at them.

export interface Place {
  /** As the matrix calls it. */
  readonly what: string;
  /** In the joined archive. */
  readonly start: number;
  readonly end: number;
}

export interface Layout {
  /** In order, without gaps. */
  readonly places: readonly Place[];
  /** Whole entities, headers and data: what can be swapped, dropped and doubled. */
  readonly entities: readonly Range[];
  /** Of ZIP, the directory's records, one for each entity. */
  readonly records: readonly Range[];
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Walks over an archive that is known to be good, giving every byte its place. It trusts every field. */
export class Surveyor {
  readonly places: Place[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  mark(what: string, length: number): Uint8Array {
    const start = this.at;
    this.at += length;
    if (this.left < 0) throw new Error(`${what} leaves the archive`);
    if (length > 0) this.places.push({ what, start, end: this.at });
    return this.#bytes.subarray(start, this.at);
  }

  u16(what: string): number {
    this.mark(what, 2);
    return this.#view.getUint16(this.at - 2, true);
  }

  u32(what: string): number {
    this.mark(what, 4);
    return this.#view.getUint32(this.at - 4, true);
  }

  /** Without taking it. */
  peek32(): number {
    return this.left < 4 ? -1 : this.#view.getUint32(this.at, true);
  }
}
