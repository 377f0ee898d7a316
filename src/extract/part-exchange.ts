// Lets a part be picked again in mid-run: a browser reads no further in a file that was touched, moved or gone for a moment.
// Only the same part is taken, known by its size and its first and last bytes when the run began.
import { ForwardBlobSource } from '../bytes/forward-blob-source.ts';
import type { ExchangeableSource } from '../bytes/exchangeable-source.ts';
import { identify, isSamePart } from '../journal/part-identity.ts';
import type { PartIdentity } from '../journal/saved-run.ts';
import { joinSources } from '../parts/joined-source.ts';

export class PartExchange {
  readonly #files: readonly ExchangeableSource[];
  readonly #identities: readonly PartIdentity[];

  /**
   * @param files of the parts, in order
   * @param identities of those that hold anything, in the same order
   */
  constructor(files: readonly ExchangeableSource[], identities: readonly PartIdentity[]) {
    this.#files = files.filter(({ size }) => size > 0);
    this.#identities = identities;
  }

  /** Takes a file in place of the part that it is, and says whether it is one. */
  async offer(file: File): Promise<boolean> {
    const [offered] = await identify(joinSources([{ name: file.name, source: new ForwardBlobSource(file) }]));
    const index = this.#identities.findIndex((part) => isSamePart(part, offered));
    this.#files[index]?.exchange(new ForwardBlobSource(file));
    return index !== -1;
  }
}
