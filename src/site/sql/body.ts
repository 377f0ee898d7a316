// A statement that has to be seen whole before it can be written: one with statements in it, around which a delimiter goes that
// does not occur in it; or a view of which it must be known what it reads.
import { isBlank, byte } from './byte-kinds.ts';

/** Bytes. What is longer was not written by any server; it goes without. */
export const mostBodySize = 1024 * 1024;

const decoder = new TextDecoder();

/** Without the blanks and the semicolon at its end. */
export function withoutEnd(body: Uint8Array): Uint8Array {
  const blankless = trimmed(body);
  return blankless.at(-1) === byte.semicolon ? trimmed(blankless.subarray(0, -1)) : blankless;
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && isBlank(bytes[end - 1] ?? 0)) end -= 1;
  return bytes.subarray(0, end);
}

/** One that the body does not hold. MySQL's client takes 15 characters. */
export function delimiterFor(body: Uint8Array): string {
  const text = decoder.decode(body);
  for (const usual of ['$$', '//', ';;']) if (!text.includes(usual)) return usual;
  let number = 1;
  while (text.includes(`$end${number}$`)) number += 1;
  return `$end${number}$`;
}

/** One that nobody can have foreseen, for a body of which the end is not seen yet. */
export function unforeseenDelimiter(): string {
  const [first = 0, second = 0] = crypto.getRandomValues(new Uint32Array(2));
  return `$${(first.toString(36) + second.toString(36)).slice(0, 13)}$`;
}

/** All names in backticks, without doubles. */
export function namesIn(body: Uint8Array): ReadonlySet<string> {
  const names = decoder.decode(body).matchAll(/`((?:[^`]|``)+)`/g);
  return new Set([...names].map(([, name = '']) => name.replaceAll('``', '`')));
}
