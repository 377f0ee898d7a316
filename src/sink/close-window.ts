// How many files may be closing at once. A file in close() holds no bytes of ours, but its closing may take long: the
// browser hashes it, may ask a service about it, and renames it. So closing never holds up decoding: the longer the oldest
// close has been under way, the more may wait beside it.

const smallest = 256;
const largest = 4096;
/** Files let in per millisecond that the oldest close has been waiting. At 5 s, as long as Chromium waits for its service: 4,000. */
const perMs = 0.8;

/** @param oldestMs how long the oldest close has been under way */
export function closeWindow(oldestMs: number): number {
  return Math.min(largest, Math.max(smallest, Math.floor(oldestMs * perMs)));
}
