// Damaged archives in any number, one behind the other, and how many of each kind were caught.
import { mutate } from './mutators/mutators.ts';
import { Random } from './random.ts';
import type { Seed } from './seeds.ts';
import { tryMutant, trySalvage } from './trial.ts';
import { Judge, type Verdict } from './verdict.ts';

export type Tally = Record<Verdict, number>;

export function emptyTally(): Tally {
  return { caught: 0, harmless: 0, silent: 0 };
}

export interface Campaign {
  readonly seeds: readonly Seed[];
  readonly runSeed: number;
  /** Number of the first mutant. */
  readonly from: number;
  /** Asked before each: is another one wanted? */
  readonly goesOn: (number: number) => boolean;
}

/** One in so many is read past its damage. */
const salvagedEvery = 8;

/** The damaged archive of this number, and how it is read. */
export function mutantNumber(runSeed: number, number: number, judges: readonly Judge[]) {
  const random = Random.of(runSeed, number);
  const judge = random.pick(judges);
  return { judge, mutant: mutate(judge.seed, random), salvages: number % salvagedEvery === 0 };
}

/** Counts by format and mutator. @throws FuzzFailure at the first that fails */
export async function runCampaign({ seeds, runSeed, from, goesOn }: Campaign): Promise<ReadonlyMap<string, Tally>> {
  const judges = await Promise.all(seeds.map((seed) => Judge.of(seed)));
  const tallies = new Map<string, Tally>();
  for (let number = from; goesOn(number); number += 1) {
    const { judge, mutant, salvages } = mutantNumber(runSeed, number, judges);
    const verdict = await (salvages ? trySalvage : tryMutant)(judge, mutant);
    const name = `${judge.seed.format}: ${mutant.mutator}${salvages ? ', past the damage' : ''}`;
    const tally = tallies.get(name) ?? emptyTally();
    tally[verdict] += 1;
    tallies.set(name, tally);
  }
  return tallies;
}
