// A thread that inflates short files and sums them (decode/short-file.ts), for the thread of the run.
import { inflateRoom, sumShortFiles, type ShortFiles } from '../decode/short-file.ts';

const room = inflateRoom();

addEventListener('message', ({ data }: MessageEvent<ShortFiles>) => {
  const sums = sumShortFiles(data, room);
  // The buffer goes back too, to be filled again.
  postMessage({ sums, bytes: data.bytes }, { transfer: [data.bytes.buffer] });
});
