// A statement that has to be seen whole before it can be written: one with statements in it, around which a delimiter goes that
// does not occur in it; a view of which it must be known what it reads; or a setting.
import { isBlank, byte } from './byte-kinds.ts';

/** Bytes. What is longer was not written by any server; it goes without. */
export const mostBodySize = 1024 * 1024;

const decoder = new TextDecoder();

/** Without the blanks and semicolons at its end. */
export function withoutEnd(body: Uint8Array): Uint8Array {
  let rest = trimmed(body);
  while (rest.at(-1) === byte.semicolon) rest = trimmed(rest.subarray(0, -1));
  return rest;
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1] ?? 0)) end -= 1;
  return bytes.subarray(0, end);
}

const usualDelimiters = ['$$', '//', ';;', '$end1$', '$end2$', '$end3$'];

/** One that the body does not hold. MySQL's client takes 15 characters. */
export function delimiterFor(body: Uint8Array): string {
  const text = decoder.decode(body);
  const usual = usualDelimiters.find((delimiter) => !text.includes(delimiter));
  if (usual !== undefined) return usual;
  for (;;) {
    const delimiter = unforeseenDelimiter();
    if (!text.includes(delimiter)) return delimiter;
  }
}

/** One that nobody can have foreseen, for a body of which the end is not seen yet. */
export function unforeseenDelimiter(): string {
  const [first = 0, second = 0] = crypto.getRandomValues(new Uint32Array(2));
  return `$${(first.toString(36) + second.toString(36)).padStart(13, '0').slice(0, 13)}$`;
}
