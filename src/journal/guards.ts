// What saved data must be made of. Everything read back is unknown until one of these accepts it.

export type Guard<T> = (value: unknown) => value is T;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A number of things or bytes. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Milliseconds, as many as a Date can hold at the most: no other could be shown. */
const longestMs = 8.64e15;

export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= longestMs;
}

export function isListOf<T>(isItem: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isItem);
}

/** @param words all there are, as keys, so that none is forgotten */
export function isOneOf<Word extends string>(words: Readonly<Record<Word, true>>): Guard<Word> {
  return (value): value is Word => isText(value) && Object.hasOwn(words, value);
}
