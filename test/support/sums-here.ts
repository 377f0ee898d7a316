// The threads that sum short files, without threads.
import { inflateRoom, sumShortFiles, type ShortFile } from '../../src/decode/short-file.ts';
import type { SumThreads } from '../../src/extract/proof-ahead.ts';
import { concat } from './byte-writer.ts';

export function sumsHere(): SumThreads {
  const room = inflateRoom();
  return {
    count: 1,
    sum: (group: readonly ShortFile[]) => {
      const bytes = new Uint8Array(concat(group.map(({ packed }) => packed)));
      return Promise.resolve(sumShortFiles({ bytes, forms: group }, room));
    },
    end: () => undefined,
  };
}
