// Can a header state these sizes? One that cannot is damaged, wherever it leads.
import type { Entry } from '../entry.ts';

/** Deflate makes no more of a byte (RFC 1951: 258 bytes in two bits). */
export const mostExpansion = 1032;

export function isPossible({ data, size, packedSize }: Entry): boolean {
  return data.in !== 'deflate' || size <= packedSize * mostExpansion;
}
