// Archives in memory as the engine's own sources: joined from parts, or dripping a few bytes at a time.
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';

/** Parts named as the vendor names them: `site.j01`, `site.j02`, …, and the last one `site.jpa`. */
export function joinParts(parts: readonly Uint8Array[], name = 'site', extension = 'jpa'): JoinedSource {
  return joinSources(
    parts.map((bytes, i) => ({
      name: `${name}.${partExtension(i + 1, parts.length, extension)}`,
      source: new MemorySource(bytes),
    })),
  );
}

/** Any source as a joined one of a single part. */
export function singlePart(source: ByteSource | Uint8Array, name = 'site.jpa'): JoinedSource {
  return joinSources([{ name, source: source instanceof Uint8Array ? new MemorySource(source) : source }]);
}

function partExtension(number: number, count: number, extension: string): string {
  if (number === count) return extension;
  return `${extension.charAt(0)}${String(number).padStart(2, '0')}`;
}

/** Says of every read where it was, and hands out each answer in a copy of its own, a turn of the event loop later. */
export class DrippingSource implements ByteSource {
  readonly reads: { readonly offset: number; readonly length: number }[] = [];
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.reads.push({ offset, length });
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    return (await this.#source.read(offset, length)).slice();
  }
}

/** The same bytes as one-byte parts (or of the given size): every field and block of the archive straddles an edge. */
export function drip(bytes: Uint8Array, partSize = 1): JoinedSource {
  const parts: { name: string; source: ByteSource }[] = [];
  for (let offset = 0; offset < bytes.length; offset += partSize)
    parts.push({
      name: `part ${parts.length + 1}`,
      source: new DrippingSource(new MemorySource(bytes.subarray(offset, offset + partSize))),
    });
  return joinSources(parts);
}
