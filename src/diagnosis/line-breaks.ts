// Counts line breaks where bytes must be random. Packed and encrypted bytes hold each value as often as any other, so that a
// transfer in text mode, which changes line breaks, leaves a trace there that chance does not.

/** How line breaks were changed: CR put before each LF, or taken away; or each of the one made the other, so that all sizes stay. */
export type LineBreakChange = 'added' | 'stripped' | 'returns-to-feeds' | 'feeds-to-returns';

export interface LineBreaks {
  /** Bytes looked at. */
  bytes: number;
  lineFeeds: number;
  /** Of them, those without a CR before. */
  bareLineFeeds: number;
  returns: number;
}

export function noLineBreaks(): LineBreaks {
  return { bytes: 0, lineFeeds: 0, bareLineFeeds: 0, returns: 0 };
}

/** What is random is told by so many bytes at a time. */
const windowLength = 1024;
/** Of 256 values, random bytes of that number hold 251. Text holds 100 at most, programs and pictures up to 190. */
const fewestValues = 220;

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** Adds the random windows among these bytes. */
export function countLineBreaks(counts: LineBreaks, bytes: Uint8Array): void {
  for (let start = 0; start + windowLength <= bytes.length; start += windowLength) {
    if (!looksRandom(bytes.subarray(start, start + windowLength))) continue;
    counts.bytes += windowLength;
    for (let at = start; at < start + windowLength; at += 1) {
      if (bytes[at] === carriageReturn) counts.returns += 1;
      if (bytes[at] !== lineFeed) continue;
      counts.lineFeeds += 1;
      if (at > 0 && bytes[at - 1] !== carriageReturn) counts.bareLineFeeds += 1;
    }
  }
}

function looksRandom(bytes: Uint8Array): boolean {
  const seen = new Uint8Array(256);
  let values = 0;
  for (const byte of bytes) {
    if (seen[byte] === 0) values += 1;
    seen[byte] = 1;
  }
  return values >= fewestValues;
}

/** Chance puts a CR before eight LF in a row once in 2^64 archives. */
const fewestLineFeeds = 8;
/** Random bytes go without one value for so long about as seldom. */
const fewestForAValue = 11_500;
/** And without CR LF. */
const fewestForAPair = 45 * 65_536;

/**
 * A value that took in another one comes twice where it is due once, and the line is drawn in the middle. What chance puts on the
 * wrong side of it (less than once in 200 for the smallest sample, once in 80,000 for 32 KiB) is told to have been changed in the
 * wrong way, or not at all; never is a sound archive told to have been.
 */
const muchMore = 1.5 / 256;

/**
 * Null where chance explains what was counted.
 *
 * Of bytes that are random, n of them go without a given value with a probability of (255/256)^n: for the fewest that are
 * looked at, less than once in 2^64. That it may be CR or LF doubles it, and that the other must come half as often again as it
 * is due makes it smaller still.
 */
export function lineBreakChange({ bytes, lineFeeds, bareLineFeeds, returns }: LineBreaks): LineBreakChange | null {
  if (lineFeeds >= fewestLineFeeds && bareLineFeeds === 0) return 'added';
  if (bytes >= fewestForAValue && returns === 0) return lineFeeds >= bytes * muchMore ? 'returns-to-feeds' : 'stripped';
  if (bytes >= fewestForAValue && lineFeeds === 0) return returns >= bytes * muchMore ? 'feeds-to-returns' : null;
  return bytes >= fewestForAPair && bareLineFeeds === lineFeeds ? 'stripped' : null;
}
