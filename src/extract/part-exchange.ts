// Lets a part be picked again in mid-run: a browser reads no further in a file that was touched, moved or gone for a moment.
// Only the same part is taken, known by its size and its first and last bytes when the run began.
import { BlobSource } from '../bytes/byte-source.ts';
import type { ExchangeableSource } from '../bytes/exchangeable-source.ts';
import { identify, isSamePart } from '../journal/part-identity.ts';
import type { PartIdentity } from '../journal/saved-run.ts';
import { joinSources, type JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';

export class PartExchange {
  readonly #files: readonly ExchangeableSource[];
  readonly #identities: readonly PartIdentity[];

  private constructor(files: readonly ExchangeableSource[], identities: readonly PartIdentity[]) {
    this.#files = files;
    this.#identities = identities;
  }

  /**
   * @param files of the parts of `source`, in order
   * @throws ExtractError `part-unreadable`
   */
  static async begin(source: JoinedSource, files: readonly ExchangeableSource[]): Promise<PartExchange> {
    const held = files.filter(({ size }) => size > 0);
    return new PartExchange(held, await identify(source));
  }

  /** Takes a file in place of the part that it is, and says whether it is one. */
  async offer(file: File): Promise<boolean> {
    const offered = await identityOf(file);
    const index = offered === null ? -1 : this.#identities.findIndex((part) => isSamePart(part, offered));
    this.#files[index]?.exchange(new BlobSource(file));
    return index !== -1;
  }
}

/** Null for a file that cannot be read. */
async function identityOf(file: File): Promise<PartIdentity | null> {
  try {
    const [identity] = await identify(joinSources([{ name: file.name, source: new BlobSource(file) }]));
    return identity ?? null;
  } catch (error) {
    if (error instanceof ExtractError) return null;
    throw error;
  }
}
