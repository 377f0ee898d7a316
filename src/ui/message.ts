// What a message is made of, and the facts that many of them show.
import type { Where } from '../problems/extract-error.ts';
import { named, words, type Words } from './words.ts';

export interface Message {
  /** One sentence: what happened, and to what. */
  readonly what: Words;
  /** What the user can do about it. */
  readonly todo: Words;
}

export function part(where: Where, otherwise = 'One of the parts'): Words {
  return where.part === undefined ? [otherwise] : [named(where.part)];
}

export function at(where: Where): Words {
  return where.entry === undefined ? [] : words` It happened at ${named(where.entry)}.`;
}
