// Damaged archives in any number, one behind the other, some of them sent other ways too (ways/), and how many of each kind were
// caught.
import { mutate } from './mutators/mutators.ts';
import { Random } from './random.ts';
import type { Seed } from './seeds.ts';
import { tryMutant } from './trial.ts';
import { Judge, type Verdict } from './verdict.ts';
import { pickWay } from './ways/way.ts';

export type Tally = Record<Verdict, number>;

export function emptyTally(): Tally {
  return { caught: 0, harmless: 0, silent: 0 };
}

export interface Campaign {
  readonly seeds: readonly Seed[];
  /** What goes other ways. */
  readonly oddSeeds: readonly Seed[];
  readonly runSeed: number;
  /** Number of the first mutant. */
  readonly from: number;
  /** Asked before each: is another one wanted? */
  readonly goesOn: (number: number) => boolean;
}

/** One in so many is read past its damage. */
const salvagedEvery = 8;
/** One in so many goes another way too, some of these past their damage. It takes four times as long. */
export const sentEvery = 25;

type Judges = Readonly<Record<'plain' | 'odd', readonly Judge[]>>;

export async function judgesOf({ seeds, oddSeeds }: Pick<Campaign, 'seeds' | 'oddSeeds'>): Promise<Judges> {
  const judges = (all: readonly Seed[]): Promise<Judge[]> => Promise.all(all.map((seed) => Judge.of(seed)));
  return { plain: await judges(seeds), odd: await judges(oddSeeds) };
}

/** The damaged archive of this number, how it is read and where it goes. */
export function mutantNumber(runSeed: number, number: number, { plain, odd }: Judges) {
  const random = Random.of(runSeed, number);
  const isSent = number % sentEvery === 0;
  const judge = random.pick(isSent ? odd : plain);
  const mutant = mutate(judge.seed, random);
  return { judge, mutant, salvages: number % salvagedEvery === 0, way: isSent ? pickWay(random) : null };
}

/** Counts by format and mutator; what goes other ways, by those. @throws FuzzFailure at the first that fails */
export async function runCampaign(campaign: Campaign): Promise<ReadonlyMap<string, Tally>> {
  const { runSeed, from, goesOn } = campaign;
  const judges = await judgesOf(campaign);
  const tallies = new Map<string, Tally>();
  for (let number = from; goesOn(number); number += 1) {
    const { judge, mutant, ...handling } = mutantNumber(runSeed, number, judges);
    const verdict = await tryMutant(judge, mutant, handling);
    const { salvages, way } = handling;
    const kind = way === null ? mutant.mutator : `on the way ${way.goal}`;
    const name = `${judge.seed.format}: ${kind}${salvages ? ', past the damage' : ''}`;
    const tally = tallies.get(name) ?? emptyTally();
    tally[verdict] += 1;
    tallies.set(name, tally);
  }
  return tallies;
}
