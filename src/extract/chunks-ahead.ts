// Has the chunks opened (JPS) of the files of a run that are next to be written while the ones before are being written: many at
// once, as that takes the browser little more than opening one, where they have one key.
import type { Entry, Span } from '../archive/entry.ts';
import { readAllChunks } from '../decode/decode-chunks.ts';
import { GroupsAhead, groupSize, type AheadOf } from './groups-ahead.ts';

/** Groups that are opened beforehand: the next is there when one has come to its end. */
const mostGroups = 2;

type Chunks = readonly Uint8Array[];

/** Where the chunks lie of a file that is short enough; null for all others. */
export function chunksSpan({ data }: Entry): Span | null {
  return data.in === 'chunks' && data.span.length > 0 && data.span.length <= groupSize ? data.span : null;
}

export function openAhead(run: AheadOf): GroupsAhead<Chunks, Chunks> {
  return new GroupsAhead({
    ...run,
    spanOf: chunksSpan,
    read: async ({ data }, source) => (data.in === 'chunks' ? readAllChunks(data, source) : null),
    make: (group) => Promise.resolve(group),
    mostGroups: () => mostGroups,
  });
}
