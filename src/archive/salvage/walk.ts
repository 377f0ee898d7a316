// Walks an archive from header to header and goes on past damage: whatever lies wholly outside of it is found. Each stretch
// between missing parts is walked by itself.
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Issue } from '../../problems/issue.ts';
import { countEntries } from '../count-entries.ts';
import type { Entry } from '../entry.ts';
import type { ReadProgress } from '../opened-archive.ts';
import { Effort } from './effort.ts';
import type { Header, Headers, Salvage } from './headers.ts';
import { isPossible } from './possible.ts';
import { isProved, leadsOn, search, searchChainAcross, type SearchIn } from './search.ts';

export interface Walked {
  readonly entries: readonly Entry[];
  /** What was lost on the way, in order, and what the archive does without. */
  readonly issues: readonly Issue[];
  /** Where what closes the archive begins; null where it was not found. */
  readonly end: number | null;
}

export interface WalkOptions {
  readonly headers: Headers;
  readonly salvage: Salvage;
  readonly progress: ReadProgress;
  /** Where the first header must lie. */
  readonly start: number;
}

/** Report progress after so many entries. */
const progressEvery = 500;
/** How near the end of data that is all right another header is looked for. Bytes. */
const looseEnd = 8;

export async function walkPastDamage(source: JoinedSource, options: WalkOptions): Promise<Walked> {
  const walk = new Walk(source, options);
  for (const { start, end } of source.stretches) {
    const from = Math.max(start, options.start);
    if (from < end) await walk.stretch(from, end);
  }
  options.progress.onProgress(source.size, walk.entries.length);
  const missing = source.parts.filter(({ isMissing }) => isMissing).map(({ name }) => name);
  const issues: Issue[] = missing.length > 0 ? [{ kind: 'parts-left-out', parts: missing }] : [];
  issues.push(...walk.issues);
  if (walk.foundBySearch > 0) issues.push({ kind: 'found-by-search', count: walk.foundBySearch });
  return { entries: walk.entries, issues, end: walk.end };
}

class Walk {
  readonly entries: Entry[] = [];
  readonly issues: Issue[] = [];
  foundBySearch = 0;
  end: number | null = null;
  readonly #source: JoinedSource;
  readonly #headers: Headers;
  readonly #to: SearchIn;

  constructor(source: JoinedSource, { headers, salvage, progress }: WalkOptions) {
    this.#source = source;
    this.#headers = headers;
    const tell = (offset: number): void => {
      progress.signal.throwIfAborted();
      progress.onProgress(offset, this.entries.length);
    };
    this.#to = { source, headers, salvage, effort: new Effort(source.size), signal: progress.signal, tell };
  }

  /** @param to where the bytes end that follow each other */
  async stretch(from: number, to: number): Promise<void> {
    const limit = await this.#withoutClosing(from, to);
    let position = from;
    let after: string | null = null;
    while (position < limit) {
      const header = await this.#headers.readAt(position, limit);
      if (header === null) {
        const closed = await this.#headers.endOfClosing(position, limit);
        if (closed !== null) this.end = position;
        position = closed ?? (await this.#lose(position, limit, after));
        continue;
      }
      after = header.entry.path;
      const isBelieved = isPossible(header.entry) && (await leadsOn(this.#to, header.end, limit));
      position = isBelieved ? this.#take(header.entry, header.end) : await this.#judge(header, limit);
    }
  }

  /** What closes the archive is found from its end too, whatever lies before it. */
  async #withoutClosing(from: number, to: number): Promise<number> {
    const { closingLength } = this.#headers;
    const closing = to - closingLength;
    if (closingLength === 0 || closing < from || (await this.#headers.endOfClosing(closing, to)) !== to) return to;
    this.end = closing;
    return closing;
  }

  /** A header that does not lead on: is what follows damaged, or does it not tell the truth itself? @returns where to go on */
  async #judge(header: Header, limit: number): Promise<number> {
    const { entry, dataStart, end, searchStart, proof } = header;
    if (proof === 'framing') return this.#take(entry, end);
    if (await isProved(this.#to, header, limit)) return this.#take(entry, await this.#endOfProved(header, limit));
    if (end <= limit && proof === 'nothing' && !this.#isCutByPart(dataStart, end)) {
      const within = await searchChainAcross(this.#to, header, limit);
      return within === null ? this.#take(entry, end) : this.#cut(header, within, limit);
    }
    const next = await search(this.#to, searchStart, { limit });
    if (next !== null && next >= end) return this.#take(entry, end);
    if (next === null && end <= limit && !this.#isCutByPart(dataStart, end)) return this.#take(entry, end);
    return this.#cut(header, next, limit);
  }

  /** The last bits of a deflate stream mean nothing: where bytes are lost, they may be those of the next header. */
  async #endOfProved({ end, searchStart }: Header, limit: number): Promise<number> {
    const next = await search(this.#to, Math.max(searchStart, end - looseEnd), { limit, until: end });
    return next ?? end;
  }

  #take(entry: Entry, end: number): number {
    countEntries(this.entries.push(entry));
    if (this.entries.length % progressEvery === 0) this.#to.tell(end);
    return end;
  }

  /** The entry is known by name, and some of its data is not there. */
  #cut({ entry, dataStart }: Header, next: number | null, limit: number): number {
    const end = next ?? limit;
    const start = Math.min(dataStart, end);
    const span = { offset: start, length: end - start };
    const rest = 'span' in entry.data ? { ...entry.data, span } : null;
    this.#take({ ...entry, data: { in: 'damaged', span, damage: { what: 'lost-data' }, rest } }, end);
    this.#note(start, end, entry.path);
    if (next !== null) this.foundBySearch += 1;
    return end;
  }

  /** Nothing begins at `from`. @returns where something does again */
  async #lose(from: number, limit: number, after: string | null): Promise<number> {
    const next = await search(this.#to, from, { limit });
    this.#note(from, next ?? limit, after);
    if (next !== null) this.foundBySearch += 1;
    return next ?? limit;
  }

  #note(from: number, to: number, after: string | null): void {
    if (to === from) return;
    const { part, offset } = this.#source.locate(from);
    this.issues.push({ kind: 'lost-bytes', part, offset, count: to - from, after });
  }

  /**
   * Does the data go over the end of a part that is shorter than its fellows? Writers end a part early only where an entry ends:
   * the end of this part is missing, and what follows is not its continuation.
   */
  #isCutByPart(start: number, end: number): boolean {
    const earlier = this.#source.parts.slice(0, -1);
    const full = earlier.reduce((largest, { size }) => Math.max(largest, size), 0);
    return earlier.some(({ offset, size }) => size < full && offset + size > start && offset + size < end);
  }
}
