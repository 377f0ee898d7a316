// What a transfer in text mode has made of the bytes that end lines.
import type { LineBreakChange } from '../diagnosis/line-breaks.ts';

const changes = {
  added: 'line breaks were put into it',
  stripped: 'line breaks were taken out of it',
  'returns-to-feeds': 'every byte 0D in it (carriage return) became a 0A (line feed)',
  'feeds-to-returns': 'every byte 0A in it (line feed) became a 0D (carriage return)',
} satisfies Record<LineBreakChange, string>;

/** @param change as an error states it */
export function lineBreakWords(change: string | undefined): string {
  return change !== undefined && isKnown(change) ? changes[change] : 'its line breaks were changed';
}

function isKnown(change: string): change is LineBreakChange {
  return Object.hasOwn(changes, change);
}
