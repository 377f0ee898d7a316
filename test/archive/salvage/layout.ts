// Where each entry of a whole archive lies, header and data: told from the bytes by a second, simple reading of the formats.
import type { Format } from '../../../src/archive/entry.ts';

export interface Place {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** @param paths of the entries, in order; those of a ZIP are read from its local headers */
export function layoutOf(format: Format, bytes: Uint8Array, paths: readonly string[]): readonly Place[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = { jpa: jpaEnds, jps: jpsEnds, zip: zipEnds }[format](view);
  const text = new TextDecoder();
  return ends.slice(1).map((end, index) => {
    const start = ends[index] ?? 0;
    const isZip = format === 'zip';
    const name = isZip ? text.decode(bytes.subarray(start + 30, start + 30 + view.getUint16(start + 26, true))) : null;
    return { path: name ?? paths[index] ?? '', start, end };
  });
}

/** The first entry begins where the first of these lies, and every other where the one before it ends. */
function jpaEnds(view: DataView): number[] {
  let at = find(view, [0x4a, 0x50, 0x41]);
  const ends = [(at += view.getUint16(at + 3, true))];
  while (at < view.byteLength) {
    const length = view.getUint16(at + 3, true);
    const fields = at + 7 + view.getUint16(at + 5, true);
    let packedSize = view.getUint32(fields + 2, true);
    for (let extra = fields + 14; extra < at + length; extra += view.getUint16(extra + 2, true))
      if (view.getUint16(extra, true) === 0x0200) packedSize = Number(view.getBigUint64(extra + 4, true));
    ends.push((at += length + packedSize));
  }
  return ends;
}

function jpsEnds(view: DataView): number[] {
  let at = 8 + view.getUint16(6, true);
  const ends = [at];
  while (letter(view, at) === 'F') {
    at += 7 + view.getUint16(at + 3, true);
    while (letter(view, at) === null) at += 8 + view.getUint32(at, true);
    ends.push(at);
  }
  return ends;
}

/** The third letter of a header or an end mark; null for a chunk. */
function letter(view: DataView, at: number): string | null {
  if (view.getUint16(at, true) !== 0x504a) return null;
  return String.fromCharCode(view.getUint8(at + 2));
}

function zipEnds(view: DataView): number[] {
  let at = find(view, [0x50, 0x4b, 3, 4]);
  const ends = [at];
  while (view.getUint32(at, true) === 0x04034b50) {
    const [name, extra] = [view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    ends.push((at += 30 + name + extra + view.getUint32(at + 18, true)));
  }
  return ends;
}

function find(view: DataView, bytes: readonly number[]): number {
  for (let at = 0; ; at += 1) if (bytes.every((byte, index) => view.getUint8(at + index) === byte)) return at;
}
