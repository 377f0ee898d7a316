// Damage to whole entities and parts: what a program that has lost its way leaves behind, or a user with many files.
import { concat, splitAt } from '../../support/byte-writer.ts';
import type { Range } from '../layout/layout.ts';
import type { Random } from '../random.ts';
import { partsOf, type Seed } from '../seeds.ts';
import { mutant, type Mutator } from './mutator.ts';

function pieceOf({ bytes }: Seed, { start, end }: Range): Uint8Array {
  return bytes.subarray(start, end);
}

/** The archive with its entities in this order. */
function arranged(seed: Seed, order: readonly Range[]): Uint8Array {
  const { entities } = seed.layout;
  const start = entities[0]?.start ?? 0;
  const end = entities.at(-1)?.end ?? 0;
  const pieces = order.map((range) => pieceOf(seed, range));
  return concat([seed.bytes.subarray(0, start), ...pieces, seed.bytes.subarray(end)]);
}

export const entityMutators: Readonly<Record<string, Mutator>> = {
  'swap two entities': (seed, random) => {
    const order = [...seed.layout.entities];
    const [one, other] = [random.below(order.length), random.below(order.length)];
    const kept = order[one];
    if (kept === undefined || order[other] === undefined || one === other) return null;
    order[one] = order[other];
    order[other] = kept;
    return mutant(seed, arranged(seed, order), `entities ${one} and ${other} swapped`);
  },
  'drop an entity': (seed, random) => {
    const at = random.below(seed.paths.length);
    return mutant(seed, arranged(seed, seed.layout.entities.toSpliced(at, 1)), `entity ${at} dropped`);
  },
  'double an entity': (seed, random) => {
    const entity = random.pick(seed.layout.entities);
    const order = seed.layout.entities.toSpliced(random.below(seed.paths.length), 0, entity);
    return mutant(seed, arranged(seed, order), 'an entity doubled');
  },
};

/** The beginning of one archive and the end of another, cut between entities or anywhere. */
export function splice(others: readonly Seed[]): Mutator {
  return (seed, random) => {
    const other = random.pick(others);
    const cut = (archive: Seed): number =>
      random.chance(0.5) ? random.pick(archive.layout.entities).start : random.below(archive.bytes.length);
    const head = seed.bytes.subarray(0, cut(seed));
    return mutant(seed, concat([head, other.bytes.subarray(cut(other))]), `spliced with ${other.name}`, true);
  };
}

function partMutator(how: string, change: (parts: Uint8Array[], random: Random) => Uint8Array[] | null): Mutator {
  return (seed, random) => {
    if (seed.cuts.length === 0) return null;
    const parts = change([...partsOf(seed)], random);
    return parts === null ? null : { parts, how, isForged: false };
  };
}

export const partMutators: Readonly<Record<string, Mutator>> = {
  'move the edge of a part': (seed, random) => {
    if (seed.cuts.length === 0) return null;
    const cuts = seed.cuts.map(() => random.below(seed.bytes.length + 1)).toSorted((a, b) => a - b);
    return { parts: splitAt(seed.bytes, cuts), how: `cut at ${cuts.join(', ')}`, isForged: false };
  },
  'swap parts': partMutator('parts swapped', (parts, random) => {
    const at = random.below(parts.length - 1);
    return [...parts.slice(0, at), ...parts.slice(at, at + 2).reverse(), ...parts.slice(at + 2)];
  }),
  'double a part': partMutator('a part doubled', (parts, random) => parts.toSpliced(0, 0, random.pick(parts))),
  'drop a part': partMutator('a part dropped', (parts, random) => parts.toSpliced(random.below(parts.length), 1)),
  'put another in the place of a part': partMutator('a part twice, another not at all', (parts, random) =>
    parts.with(random.below(parts.length), random.pick(parts)),
  ),
  'empty a part': partMutator('a part empty', (parts, random) =>
    parts.with(random.below(parts.length), new Uint8Array()),
  ),
  'cut a part': partMutator('a part cut', (parts, random) => {
    const at = random.below(parts.length);
    const part = parts[at];
    return part === undefined ? null : parts.with(at, part.subarray(0, random.below(part.length + 1)));
  }),
};
