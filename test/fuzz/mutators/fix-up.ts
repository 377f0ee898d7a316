// Damage that adds up: after the change the counts, totals and checksums are made right again, so that what lies behind the
// first check is reached.
import { crc32 } from 'node:zlib';
import { inflateExactly } from '../../support/strict-inflate.ts';
import { byteChanges } from './bytes.ts';
import { mutant, type Mutator } from './mutator.ts';

const changes = Object.entries(byteChanges).filter(([name]) => !name.startsWith('cut'));

export const fixUp: Mutator = (seed, random) => {
  if (seed.format === 'jps') return null;
  const [name, change] = random.pick(changes);
  const changed = change(seed.bytes, random).slice();
  if (seed.format === 'jpa') repairJpa(changed, seed.bytes.indexOf(0x4a));
  else repairZip(changed);
  return mutant(seed, changed, `${name}, made to add up`, true);
};

/** Writes count and totals as they are found. */
function repairJpa(bytes: Uint8Array, start: number): void {
  const view = new DataView(bytes.buffer);
  const headerLength = start + 5 <= bytes.length ? view.getUint16(start + 3, true) : 0;
  let [count, size, packedSize] = [0, 0, 0];
  let at = start + headerLength;
  while (at + 21 <= bytes.length && view.getUint16(at + 3, true) >= 21) {
    const fields = at + 7 + view.getUint16(at + 5, true);
    if (fields + 14 > bytes.length) break;
    const packed = view.getUint32(fields + 2, true);
    size += view.getUint32(fields + 6, true);
    packedSize += packed;
    count += 1;
    at += view.getUint16(at + 3, true) + packed;
  }
  if (start + 19 > bytes.length) return;
  view.setUint32(start + 7, count, true);
  view.setUint32(start + 11, size % 2 ** 32, true);
  view.setUint32(start + 15, packedSize % 2 ** 32, true);
}

/** Writes the checksum and size of what each record's data gives into the record and the local header. */
function repairZip(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 46 <= bytes.length; at += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const local = view.getUint32(at + 42, true);
    if (local + 30 > bytes.length) continue;
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.subarray(start, start + view.getUint32(at + 20, true));
    const content = contentOf(packed, view.getUint16(at + 10, true));
    if (content === null) continue;
    for (const header of [at + 16, local + 14]) {
      view.setUint32(header, crc32(content), true);
      view.setUint32(header + 8, content.length, true);
    }
  }
}

function contentOf(packed: Uint8Array, method: number): Uint8Array | null {
  if (method === 0) return packed;
  try {
    return inflateExactly(packed);
  } catch {
    return null;
  }
}

/** A block of a JPS opened, changed, and sealed again with the same key. */
export const reseal: Mutator = (seed, random) => {
  if (seed.resealed === null) return null;
  const [name, change] = random.pick(changes);
  const at = random.below(seed.paths.length);
  const bytes = seed.resealed(at, (plain) => (plain.length < 4 ? plain : change(plain, random).slice(0, 60_000)));
  return mutant(seed, bytes, `${name} in a sealed block of entry ${at}`, true);
};
