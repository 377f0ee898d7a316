// The threads that sum short files, without threads.
import { inflateRoom, sumShortData, type ShortData } from '../../src/decode/short-data.ts';
import type { SumThreads } from '../../src/extract/proof-ahead.ts';

export function sumsHere(): SumThreads {
  const room = inflateRoom();
  return {
    count: 1,
    sum: (group: readonly ShortData[]) => {
      const bytes = new Uint8Array(group.reduce((sum, { length }) => sum + length, 0));
      let end = 0;
      for (const { packed, length } of group) {
        bytes.set(packed, end);
        end += length;
      }
      return Promise.resolve(sumShortData({ bytes, forms: group }, room));
    },
    end: () => undefined,
  };
}
