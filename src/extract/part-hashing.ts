// SHA-256 of every part as it lies on this computer: equal to the server's, it proves the download. Read piece by piece.
import { Sha256, toHex } from '../bytes/sha256.ts';
import type { JoinedPart, JoinedSource } from '../parts/joined-source.ts';
import type { HashProgress, PartSum } from './part-hashing-api.ts';
import { sendEveryMs } from './run-report.ts';

/** Bytes. */
const pieceSize = 1024 * 1024;

export class PartHashing {
  #abort = new AbortController();

  /** One at a time: an earlier one is cancelled. */
  async read(source: JoinedSource, onProgress: (progress: HashProgress) => void): Promise<readonly PartSum[] | null> {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    const sums: PartSum[] = [];
    let sentMs = -Infinity;
    for (const part of source.parts) {
      if (part.isMissing) continue;
      const sum = new Sha256(part.size);
      for await (const piece of piecesOf(part, source)) {
        if (abort.signal.aborted) return null;
        sum.add(piece.bytes);
        if (performance.now() - sentMs < sendEveryMs) continue;
        sentMs = performance.now();
        onProgress({ bytesRead: piece.end, bytesTotal: source.size });
      }
      sums.push({ name: part.name, size: part.size, sha256: toHex(await sum.digest()) });
    }
    return abort.signal.aborted ? null : sums;
  }

  cancel(): void {
    this.#abort.abort();
  }
}

/** The bytes of one part, and where each piece ends in the joined archive. */
async function* piecesOf(
  { offset, size }: JoinedPart,
  source: JoinedSource,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly end: number }, void> {
  for (let done = 0; done < size; done += pieceSize) {
    const length = Math.min(pieceSize, size - done);
    const bytes = await source.read(offset + done, length);
    yield { bytes, end: offset + done + length };
  }
}
