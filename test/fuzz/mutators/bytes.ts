// Damage to the bytes of an archive, blind to what they mean, and aimed at the fields of its headers.
import { concat } from '../../support/byte-writer.ts';
import type { Random } from '../random.ts';
import { mutant, type Mutator } from './mutator.ts';

export type Change = (bytes: Uint8Array, random: Random) => Uint8Array;

export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  const at = Math.floor(bit / 8);
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
  return changed;
}

/** The bytes from `from` to `to`, in the place of which `by` stands. */
export function replaced(bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  return concat([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

const edges = [0x00, 0x01, 0x7f, 0x80, 0xff];

function range(bytes: Uint8Array, random: Random): readonly [number, number] {
  const from = random.below(bytes.length);
  const longest = random.pick([1, 2, 4, 16, 64, 512]);
  return [from, Math.min(bytes.length, from + random.between(1, longest))];
}

export const byteChanges: Readonly<Record<string, Change>> = {
  'flip a bit': (bytes, random) => flipped(bytes, random.below(bytes.length * 8)),
  'flip some bits': (bytes, random) => {
    let changed = bytes;
    for (let count = random.between(2, 8); count > 0; count -= 1)
      changed = flipped(changed, random.below(bytes.length * 8));
    return changed;
  },
  'set a byte': (bytes, random) => {
    const at = random.below(bytes.length);
    return replaced(bytes, at, at + 1, Uint8Array.of(random.pick(edges)));
  },
  'set bytes at random': (bytes, random) => {
    const [from, to] = range(bytes, random);
    return replaced(bytes, from, to, random.bytes(to - from));
  },
  'set one byte in a hundred': (bytes, random) => bytes.map((byte) => (random.chance(0.01) ? random.below(256) : byte)),
  'set to zero': (bytes, random) => {
    const [from, to] = range(bytes, random);
    return replaced(bytes, from, to, new Uint8Array(to - from));
  },
  cut: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  'cut at the front': (bytes, random) => bytes.subarray(random.below(bytes.length)),
  extend: (bytes, random) => concat([bytes, random.chance(0.5) ? random.bytes(random.between(1, 64)) : bytes]),
  'put before': (bytes, random) => concat([random.bytes(random.between(1, 64)), bytes]),
  remove: (bytes, random) => {
    const [from, to] = range(bytes, random);
    return replaced(bytes, from, to, new Uint8Array());
  },
  insert: (bytes, random) => {
    const [from, to] = range(bytes, random);
    return replaced(bytes, from, from, random.bytes(to - from));
  },
  double: (bytes, random) => {
    const [from, to] = range(bytes, random);
    return replaced(bytes, from, from, bytes.subarray(from, to));
  },
  'swap ranges': (bytes, random) => {
    const length = random.between(1, Math.min(64, Math.floor(bytes.length / 2)));
    const one = random.below(bytes.length - 2 * length + 1);
    const other = random.between(one + length, bytes.length - length);
    const changed = bytes.slice();
    changed.copyWithin(one, other, other + length);
    changed.set(bytes.subarray(one, one + length), other);
    return changed;
  },
  'write LF as CR LF': (bytes) =>
    Uint8Array.from([...bytes].flatMap((byte) => (byte === 0x0a ? [0x0d, 0x0a] : [byte]))),
  'write CR LF as LF': (bytes) => bytes.filter((byte, at) => byte !== 0x0d || bytes[at + 1] !== 0x0a),
  'lose the eighth bits': (bytes) => bytes.map((byte) => byte % 128),
};

export const byteMutators: Readonly<Record<string, Mutator>> = Object.fromEntries(
  Object.entries(byteChanges).map(([name, change]) => [
    name,
    (seed, random) => mutant(seed, change(seed.bytes, random), name),
  ]),
);

/** Numbers at the edges of every field, and of this archive. */
function edgeNumbers(length: number): readonly bigint[] {
  return [
    0,
    1,
    length - 1,
    length,
    length + 1,
    2 ** 15,
    2 ** 16 - 1,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53,
    2 ** 63,
  ]
    .map(BigInt)
    .concat(2n ** 64n - 1n);
}

/** One field of a header set to a number at an edge. */
export const setField: Mutator = (seed, random) => {
  const fields = seed.layout.places.filter(({ start, end }) => end - start <= 24);
  const place = random.pick(fields);
  const size = random.pick(
    [2, 4, 8].filter((width) => width <= place.end - place.start).concat(place.end - place.start),
  );
  const at = random.between(place.start, place.end - size);
  const value = random.pick(edgeNumbers(seed.bytes.length));
  const bytes = Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
  return mutant(seed, replaced(seed.bytes, at, at + size, bytes), `${place.what} = ${value}`);
};

/** What readers look for, where it does not belong. */
const magics: readonly (string | Uint8Array)[] = [
  ...['JPA', 'JPS', 'JPF', 'JPE', 'JPST', 'JPIV', 'JP\x01\x01', 'JP\x01\x02', 'JH\0\x01', 'BZh', '<!DOCTYPE html>'],
  ...['PK\x03\x04', 'PK\x01\x02', 'PK\x05\x06', 'PK\x06\x06', 'PK\x06\x07', 'PK\x07\x08', 'PK00'],
  ...[Uint8Array.of(0x1f, 0x8b), Uint8Array.of(0x78, 0x9c), Uint8Array.of(0xef, 0xbb, 0xbf), Uint8Array.of(3, 0)],
];

export const placeMagic: Mutator = (seed, random) => {
  const magic = random.pick(magics);
  const token = typeof magic === 'string' ? Uint8Array.from(Buffer.from(magic, 'latin1')) : magic;
  const at = random.below(seed.bytes.length + 1);
  const end = random.chance(0.5) ? at : Math.min(seed.bytes.length, at + token.length);
  return mutant(seed, replaced(seed.bytes, at, end, token), `${JSON.stringify(String(magic))} at ${at}`);
};
