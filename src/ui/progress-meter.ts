// How far a run is and how fast it goes, worked out from the worker's snapshots. Pure: each snapshot makes a new reading.
import type { RunUpdate } from '../extract/events.ts';

export interface Reading {
  /** 0 to 1. Never falls. */
  readonly fraction: number;
  /** Plain bytes a second, smoothed; 0 until known. */
  readonly bytesPerSecond: number;
  /** Null until it can be guessed. */
  readonly leftMs: number | null;
  /** When the worker last spoke. */
  readonly answeredMs: number;
  /** Plain bytes that the last snapshot told of. */
  readonly bytesDone: number;
  /** Share of the whole done each millisecond, smoothed. */
  readonly pace: number;
  /** Null before the first snapshot: what that tells of was done before, perhaps in an earlier visit. */
  readonly measured: Measured | null;
}

interface Measured {
  readonly atMs: number;
  readonly bytes: number;
  readonly fraction: number;
  readonly spanMs: number;
}

/**
 * Closing a file costs the browser about as much as writing so many bytes. With this share in it the bar of a site of small
 * files does not rush ahead of the closing, and a backup of one big file still moves with its bytes.
 */
const closingCost = 64 * 1024;

/** Older speeds lose weight with this time constant. */
const smoothingMs = 4_000;

/** Snapshots come several times a second: measure over longer spans, or the figures flicker. */
const sampleMs = 500;

/** No guess at the time left before this much has been seen. */
const guessAfterMs = 1_500;

export function startReading(nowMs: number): Reading {
  return { fraction: 0, bytesPerSecond: 0, leftMs: null, answeredMs: nowMs, bytesDone: 0, pace: 0, measured: null };
}

function fractionOf(update: RunUpdate): number {
  const total = update.bytesTotal + update.filesTotal * closingCost;
  // A backup of folders or links alone has nothing to measure: it is done when all else is.
  if (total === 0) return update.step === 'checks' ? 1 : 0;
  return (update.bytesDone + update.filesDone * closingCost) / total;
}

function smooth(before: number, measured: number, spanMs: number): number {
  return before === 0 ? measured : before + (measured - before) * (1 - Math.exp(-spanMs / smoothingMs));
}

export function nextReading(reading: Reading, update: RunUpdate, nowMs: number): Reading {
  const fraction = Math.min(1, Math.max(reading.fraction, fractionOf(update)));
  const { bytesDone } = update;
  const answered = { ...reading, fraction, bytesDone, answeredMs: nowMs };
  const { measured } = reading;
  if (measured === null) return { ...answered, measured: { atMs: nowMs, bytes: bytesDone, fraction, spanMs: 0 } };
  const spanMs = nowMs - measured.atMs;
  if (spanMs < sampleMs) return answered;
  const pace = smooth(reading.pace, (fraction - measured.fraction) / spanMs, spanMs);
  const seenMs = measured.spanMs + spanMs;
  return {
    ...answered,
    pace,
    bytesPerSecond: smooth(reading.bytesPerSecond, ((bytesDone - measured.bytes) / spanMs) * 1000, spanMs),
    leftMs: seenMs < guessAfterMs ? null : timeLeft(fraction, pace),
    measured: { atMs: nowMs, bytes: bytesDone, fraction, spanMs: seenMs },
  };
}

/** After a pause: the time that went by counts for nothing. */
export function resumeReading(reading: Reading, nowMs: number): Reading {
  const measured = reading.measured && {
    ...reading.measured,
    atMs: nowMs,
    bytes: reading.bytesDone,
    fraction: reading.fraction,
  };
  return { ...reading, answeredMs: nowMs, measured };
}

/** A run that hardly moves would take for ever, which is no forecast. */
const longestGuessMs = 99 * 3_600_000;

function timeLeft(fraction: number, pace: number): number | null {
  const leftMs = (1 - fraction) / pace;
  return leftMs <= longestGuessMs ? leftMs : null;
}
