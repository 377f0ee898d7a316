// A thread that inflates short files and sums them (decode/short-file.ts), for the thread of the run.
import { inflateRoom, sumShortFiles } from '../decode/short-file.ts';
import type { SumAnswer, SumOrder } from './sum-messages.ts';

const room = inflateRoom();

addEventListener('message', ({ data: { number, ...files } }: MessageEvent<SumOrder>) => {
  const answer: SumAnswer = { number, sums: sumShortFiles(files, room), bytes: files.bytes };
  // The buffer goes back too, to be filled again.
  postMessage(answer, { transfer: [files.bytes.buffer] });
});

addEventListener('messageerror', () => {
  // Nobody knows what it was, so that it cannot be answered: who has sent it hears of the error, and ends this thread.
  throw new Error('a group of files has not arrived');
});
