// Damage as disks and transfers do it, inside the packed data of a large file, where nothing but the data itself can show it.
import { concat } from '../support/byte-writer.ts';
import { Counter, type Shares } from './detection.ts';
import type { Place } from './layout/layout.ts';
import { replaced } from './mutators/bytes.ts';
import { mutant } from './mutators/mutator.ts';
import { Random } from './random.ts';
import type { Seed } from './seeds.ts';
import { tryMutant } from './trial.ts';
import { Judge } from './verdict.ts';

type Fault = (data: Uint8Array, random: Random) => Uint8Array;

const sector = 512;
const block = 4096;

/** The beginning of a range of this length. */
function within(data: Uint8Array, length: number, random: Random): number {
  return random.below(data.length - length + 1);
}

const faults: Readonly<Record<string, Fault>> = {
  'a sector of zeros': (data, random) => {
    const at = within(data, sector, random);
    return replaced(data, at, at + sector, new Uint8Array(sector));
  },
  'a byte lost': (data, random) => {
    const at = within(data, 1, random);
    return replaced(data, at, at + 1, new Uint8Array());
  },
  '512 bytes lost': (data, random) => {
    const at = within(data, sector, random);
    return replaced(data, at, at + sector, new Uint8Array());
  },
  '4 bytes too many': (data, random) => {
    const at = within(data, 4, random);
    return replaced(data, at, at, random.bytes(4));
  },
  '8 other bytes': (data, random) => {
    const at = within(data, 8, random);
    return replaced(data, at, at + 8, random.bytes(8));
  },
  'two blocks of 4 KiB swapped': (data, random) => {
    const at = within(data, 2 * block, random);
    const [first, second] = [data.subarray(at, at + block), data.subarray(at + block, at + 2 * block)];
    return replaced(data, at, at + 2 * block, concat([second, first]));
  },
  'line ends rewritten': (data, random) => {
    const at = within(data, block, random);
    const piece = [...data.subarray(at, at + block)].flatMap((byte) => (byte === 0x0a ? [0x0d, 0x0a] : [byte]));
    return replaced(data, at, at + block, Uint8Array.from(piece));
  },
};

const trials = 400;

/** @throws FuzzFailure */
export async function countFaults(seeds: readonly Seed[]): Promise<Shares> {
  const counter = new Counter();
  for (const seed of seeds) {
    const judge = await Judge.of(seed);
    const { start, end } = largest(seed.layout.places);
    for (const [name, fault] of Object.entries(faults)) {
      for (let trial = 0; trial < trials; trial += 1) {
        const random = Random.of(trial, name.length);
        const bytes = replaced(seed.bytes, start, end, fault(seed.bytes.subarray(start, end), random));
        counter.add(name, await tryMutant(judge, mutant(seed, bytes, name)));
      }
    }
  }
  return counter.shares;
}

function largest(places: readonly Place[]): Place {
  return places.reduce((one, other) => (other.end - other.start > one.end - one.start ? other : one));
}
