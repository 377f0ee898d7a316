// What is kept of a damaged file is called after it, and says what it is.
import { nameWithEnding } from './encoded-name.ts';

export const damagedEnding = '.damaged';

/** Of the piece, beside the file itself. */
export function damagedName(name: string): string {
  return nameWithEnding(name, damagedEnding);
}
