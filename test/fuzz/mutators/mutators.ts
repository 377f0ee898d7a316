// All the ways in which an archive is damaged, by name.
import type { Random } from '../random.ts';
import { tinySeeds, type Seed } from '../seeds.ts';
import { byteMutators, placeMagic, setField } from './bytes.ts';
import { entityMutators, partMutators, splice } from './entities.ts';
import { fixUp, reseal } from './fix-up.ts';
import type { Mutant, Mutator } from './mutator.ts';
import { rename } from './names.ts';

export const mutators: ReadonlyMap<string, Mutator> = new Map([
  ...Object.entries(byteMutators),
  ...Object.entries(entityMutators),
  ...Object.entries(partMutators),
  ['set a field', setField],
  ['place a magic', placeMagic],
  ['rename', rename],
  ['splice', splice(tinySeeds)],
  ['fix up', fixUp],
  ['seal again', reseal],
]);
const names = [...mutators.keys()];
/** Those that say most of a byte's work. */
const favourites = ['set a field', 'fix up', 'seal again', 'rename'];

export interface NamedMutant extends Mutant {
  readonly mutator: string;
}

export function mutate(seed: Seed, random: Random): NamedMutant {
  for (;;) {
    const mutator = random.chance(0.3) ? random.pick(favourites) : random.pick(names);
    const made = mutators.get(mutator)?.(seed, random) ?? null;
    if (made !== null) return { ...made, mutator };
  }
}
