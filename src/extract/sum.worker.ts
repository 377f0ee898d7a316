// A thread that inflates short files and sums them (decode/short-data.ts), for the thread of the run. Keeps nothing between
// two groups.
import { inflateRoom, sumShortData, type ShortGroup } from '../decode/short-data.ts';

const room = inflateRoom();

addEventListener('message', ({ data }: MessageEvent<ShortGroup>) => {
  const sums = sumShortData(data, room);
  // The buffer goes back too, to be filled again.
  postMessage({ sums, bytes: data.bytes }, { transfer: [data.bytes.buffer] });
});
