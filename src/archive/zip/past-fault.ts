// Where a part of a joined ZIP begins, if a record or a local header at its edge is wrong: where most of its outer records say so.
// Past an entry whose record or header cannot be relied on, the next header is looked for that repeats a record in name, method
// and sizes. Whoever lies here gains nothing: each file is held against its own header and checksum when it is read.
import type { ByteSource } from '../../bytes/byte-source.ts';
import { hasAscii, utf8OrEscaped } from '../../bytes/text.ts';
import type { Directory } from './directory.ts';
import { endsOf, isPlacedAt, isRepeatedAt, nameAt } from './follow-entry.ts';
import { headerLength, localSignature } from './local-header.ts';
import { placedRecords, type PlacedRecord } from './placed-records.ts';
import { RecordLookup } from './record-lookup.ts';

/** At headers, in one archive. Where they are used up nothing more is placed: a directory may be made to ask for them all. */
const mostLooks = 30_000;
/** In one archive. One that is damaged in more places, and so that they are needed, is not read by its directory. */
const mostSearches = 100;
/** Entries that are followed past a fault, for one that the directory places rightly. */
const mostHops = 8;
/** Where an entry may end, of a trail that goes on past parts of which nothing is there. */
const mostEnds = 5;
/** What may lie between the data of an entry and the next header: its own extra field, a descriptor. Bytes. */
const longestGap = 0xffff + 24;
/** Signatures looked at in such a gap, which may be made of nothing else. */
const mostSignatures = 64;

export interface FoundRecord {
  readonly record: PlacedRecord;
  /** Of its local header, in the joined archive. */
  readonly offset: number;
}

/** How far the entries could be followed. */
export interface Trail {
  /** The last one whose header is where the directory says. */
  readonly path: string;
  readonly offset: number;
  /** Where it may end, and then where those may end that are lost: one of these is where the next one begins. */
  readonly ends: readonly number[];
  /** What is said to lie behind it, and has no header there. */
  readonly lost: readonly FoundRecord[];
}

export interface PlacedPart {
  readonly start: number;
  readonly trail: Trail;
}

export interface PartToPlace {
  readonly number: number;
  /** Where it begins, if all is right. */
  readonly candidates: readonly number[];
  /** Where it begins at the earliest. */
  readonly earliest: number;
  readonly trail: Trail;
}

interface Candidate {
  readonly start: number;
  readonly least: number;
}

export class PastFault {
  readonly #source: ByteSource;
  readonly #directory: Directory;
  #records: RecordLookup | null = null;
  #looks = 0;
  #searches = 0;

  constructor(source: ByteSource, directory: Directory) {
    this.#source = source;
    this.#directory = directory;
  }

  /** The place that most records of the part agree with; null where none does. */
  async place(part: PartToPlace): Promise<PlacedPart | null> {
    if (this.#looks >= mostLooks) return null;
    const outer = this.#lookup().outerOf(part.number);
    let best: { readonly start: number; readonly placed: readonly PlacedRecord[] } | null = null;
    for await (const { start, least } of this.#candidates(part, outer.length)) {
      if (start < part.earliest) continue;
      const placed = await this.#placedOf(outer, start);
      if (placed.length >= Math.max(least, (best?.placed.length ?? 0) + 1)) best = { start, placed };
      if (placed.length > outer.length / 2) break;
    }
    const last = best?.placed.at(-1);
    if (best === null || last === undefined) return null;
    const { start } = best;
    const offset = start + last.offset;
    const lost = at(start, outer.slice(outer.indexOf(last) + 1));
    const ends = await this.#endsOf([{ record: last, offset }, ...lost]);
    return { start, trail: { path: utf8OrEscaped(last.name).text, offset, ends, lost } };
  }

  /** The part is taken to begin at `start`, though nothing of it is there. */
  async passOver({ number, trail }: PartToPlace, start: number): Promise<PlacedPart> {
    const lost = at(start, this.#lookup().outerOf(number));
    return {
      start,
      trail: { ...trail, ends: [...trail.ends.slice(0, mostEnds), ...(await this.#endsOf(lost))], lost },
    };
  }

  #lookup(): RecordLookup {
    this.#records ??= new RecordLookup(placedRecords(this.#directory));
    return this.#records;
  }

  /** Where the part may begin, and how many of its outer records must agree at the least. */
  async *#candidates({ number, candidates, trail }: PartToPlace, outerCount: number): AsyncGenerator<Candidate, void> {
    for (const start of candidates) yield { start, least: 1 };
    if (number === 0) return;
    for await (const { record, offset } of this.#headersBehind(trail))
      if (record.part === number) yield { start: offset - record.offset, least: outerCount / 2 };
  }

  async #placedOf(records: readonly PlacedRecord[], start: number): Promise<PlacedRecord[]> {
    const placed: PlacedRecord[] = [];
    this.#looks += records.length;
    for (const record of records)
      if (await isPlacedAt(this.#source, record, start + record.offset)) placed.push(record);
    return placed;
  }

  /** From header to header by what the directory says of sizes, whatever it says of places. */
  async *#headersBehind({ ends: first, lost }: Trail): AsyncGenerator<FoundRecord, void> {
    let ends = first;
    for (let hops = 0; hops < mostHops; hops += 1) {
      const found = await this.#foundAtAny(ends, lost);
      yield* found;
      const [next] = found;
      if (next === undefined) return;
      ends = await this.#endsOf([next]);
    }
  }

  async #foundAtAny(ends: readonly number[], lost: readonly FoundRecord[]): Promise<readonly FoundRecord[]> {
    for (const end of ends) {
      const found = await this.#repeatedAt(end);
      if (found.length > 0) return found;
    }
    const damaged = lost.find(({ offset }) => ends.includes(offset));
    if (damaged === undefined || this.#searches === mostSearches) return [];
    this.#searches += 1;
    return this.#searchBehind(damaged);
  }

  async #endsOf(entries: readonly FoundRecord[]): Promise<readonly number[]> {
    const ends: number[] = [];
    for (const { record, offset } of entries) ends.push(...(await endsOf(this.#source, record, offset)));
    return ends;
  }

  /** Behind an entry whose header is damaged: how long its extra field is was said there alone. */
  async #searchBehind({ record, offset }: FoundRecord): Promise<readonly FoundRecord[]> {
    const from = offset + headerLength + record.name.length + record.packedSize;
    const length = Math.min(longestGap + localSignature.length, this.#directory.start - from);
    if (!(length > 0)) return [];
    const bytes = await this.#source.read(from, length);
    let signatures = 0;
    for (let at = bytes.indexOf(0x50); at !== -1 && signatures < mostSignatures; at = bytes.indexOf(0x50, at + 1)) {
      if (!hasAscii(bytes, localSignature, at)) continue;
      signatures += 1;
      const found = await this.#repeatedAt(from + at);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The records that the local header at `offset` repeats. */
  async #repeatedAt(offset: number): Promise<readonly FoundRecord[]> {
    this.#looks += 1;
    const name = await nameAt(this.#source, offset);
    const found: FoundRecord[] = [];
    for (const record of name === null ? [] : this.#lookup().named(name))
      if (await isRepeatedAt(this.#source, record, offset)) found.push({ record, offset });
    return found;
  }
}

function at(start: number, records: readonly PlacedRecord[]): readonly FoundRecord[] {
  return records.map((record) => ({ record, offset: start + record.offset }));
}
