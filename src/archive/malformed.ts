// A header that makes no sense, and where: the layouts in jpa/ and jps/ know what is wrong, the walks know the place.
import { OutOfBytes } from '../bytes/byte-cursor.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { ExtractError, type ErrorCode, type Where } from '../problems/extract-error.ts';

/** Thrown by a header layout. The message is for developers; it names the field. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** An error that names the part, the offset in it, and the entry before the place. */
export function errorAt(
  code: ErrorCode,
  source: JoinedSource,
  offset: number,
  after: Pick<Where, 'entry' | 'expected' | 'found' | 'text' | 'size' | 'leastSize' | 'partCount'> & {
    readonly cause?: unknown;
  } = {},
): ExtractError {
  const { cause, ...facts } = after;
  const place = source.locate(offset);
  return new ExtractError(code, { part: place.part, offset: place.offset, ...facts }, cause);
}

/** Runs a header layout and turns what it throws into `archive-damaged` at this place. */
export function readAt<T>(source: JoinedSource, offset: number, entry: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Malformed || cause instanceof OutOfBytes)
      throw errorAt('archive-damaged', source, offset, { ...(entry === undefined ? {} : { entry }), cause });
    throw cause;
  }
}
