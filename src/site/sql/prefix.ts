// What `#__` stands for in names, and what it can stand for.
import { placeholder } from './statement-reader.ts';

/** Of names in backticks: nothing that would end one, or go beyond what servers take. */
export function isPrefix(text: string): boolean {
  return /^[\w$-]{0,60}$/.test(text);
}

/** A name of the dump under a prefix; null keeps it as it is. */
export function withPrefix(name: string, prefix: string | null): string {
  return prefix === null ? name : name.replaceAll(placeholder, prefix);
}
