// Tests that are to see what a browser's decompressor says, which Node's does not.
import { vi } from 'vitest';
import { StrictDecompressionStream, strictStreams } from '../support/strict-inflate.ts';

export { strictStreams };

/** Until `vi.unstubAllGlobals`. */
export function useStrictDecompression(): void {
  strictStreams.count = 0;
  vi.stubGlobal('DecompressionStream', StrictDecompressionStream);
}
