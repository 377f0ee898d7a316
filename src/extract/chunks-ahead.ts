// Has the chunks opened (JPS) of the files of a run that are next to be written while the ones before are being written: a group
// of files at a time, as opening them all at once takes the browser little more than opening one.
import type { Entry, Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { longWindow, ReadAhead } from '../bytes/read-ahead.ts';
import { readAllChunks } from '../decode/decode-chunks.ts';
import type { Step } from '../plan/make-plan.ts';
import { GroupsAhead, groupSize } from './groups-ahead.ts';

/** Groups that are opened beforehand: the next is there when one has come to its end. */
const mostGroups = 2;

export interface ChunksAheadNeeds {
  readonly steps: readonly Step[];
  readonly source: ByteSource;
  /** Of the run: once it is over, nothing more is read. */
  readonly signal: AbortSignal;
  /** The first step that is still to be done. */
  readonly from: number;
}

/** Where the chunks lie of a file that is short enough; null for all others. */
export function chunksSpan({ data }: Entry): Span | null {
  return data.in === 'chunks' && data.span.length > 0 && data.span.length <= groupSize ? data.span : null;
}

export class ChunksAhead {
  readonly #signal: AbortSignal;
  readonly #groups: GroupsAhead<() => Promise<readonly Uint8Array[]>, readonly Uint8Array[]>;

  constructor({ steps, source, signal, from }: ChunksAheadNeeds) {
    this.#signal = signal;
    const ahead = new ReadAhead(source, { window: longWindow, prefetch: true });
    this.#groups = new GroupsAhead({
      steps,
      from,
      spanOf: chunksSpan,
      read: async ({ data }) => (data.in === 'chunks' ? readAllChunks(data, ahead) : null),
      make: (group) => Promise.all(group.map((open) => open().catch(() => null))),
      mostGroups: () => mostGroups,
      signal,
    });
    signal.addEventListener('abort', this.end);
  }

  /**
   * The opened chunks of a file, to be asked for once and in the order of the plan.
   * @param number the place of its step in the plan
   * @returns null where the run is to open them by itself
   * @throws the reason of a stop
   */
  take(number: number): Promise<readonly Uint8Array[] | null> {
    return this.#groups.take(number);
  }

  /** Nothing is opened any more. What is being read may still come, and nobody waits for it. */
  readonly end = (): void => {
    this.#signal.removeEventListener('abort', this.end);
    this.#groups.end();
  };
}
