// The detection matrix: of each kind of damage, at each place of each format, how much is noticed. It is kept in
// detection.json, and may only improve.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Format } from '../../src/archive/entry.ts';
import { flipped } from './mutators/bytes.ts';
import { mutant } from './mutators/mutator.ts';
import type { Seed } from './seeds.ts';
import { tryMutant } from './trial.ts';
import { Judge, type Verdict } from './verdict.ts';

export interface Share {
  /** Refused, or told of. */
  readonly caught: number;
  /** Something is different, and nothing was told. The rest changes nothing. */
  readonly silent: number;
  readonly total: number;
}

/** By place, or by kind of damage. */
export type Shares = Readonly<Record<string, Share>>;

export interface Detection {
  /** By place: every bit of every seed, flipped by itself. */
  readonly flips: Shares;
  /** Every seed, cut to every length. */
  readonly cuts: Shares;
  /** By kind: larger faults inside packed data. */
  readonly faults: Shares;
}

const file = new URL('./detection.json', import.meta.url);

export function readMatrix(): Readonly<Record<Format, Detection>> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<Format, Detection>;
}

export function writeMatrix(matrix: Readonly<Record<Format, Detection>>): void {
  writeFileSync(file, `${JSON.stringify(matrix, null, 2)}\n`);
}

export class Counter {
  readonly #shares = new Map<string, { caught: number; silent: number; total: number }>();

  add(name: string, verdict: Verdict): void {
    const share = this.#shares.get(name) ?? { caught: 0, silent: 0, total: 0 };
    share.total += 1;
    if (verdict !== 'harmless') share[verdict] += 1;
    this.#shares.set(name, share);
  }

  get shares(): Shares {
    return Object.fromEntries(this.#shares);
  }
}

/** @throws FuzzFailure */
export async function countFlips(seeds: readonly Seed[]): Promise<Shares> {
  const counter = new Counter();
  for (const seed of seeds) {
    const judge = await Judge.of(seed);
    for (const { what, start, end } of seed.layout.places) {
      for (let bit = start * 8; bit < end * 8; bit += 1) {
        const damaged = mutant(seed, flipped(seed.bytes, bit), `bit ${bit} (${what}) flipped`);
        counter.add(what, await tryMutant(judge, damaged));
      }
    }
  }
  return counter.shares;
}

/** @throws FuzzFailure */
export async function countCuts(seeds: readonly Seed[]): Promise<Shares> {
  const counter = new Counter();
  for (const seed of seeds) {
    const judge = await Judge.of(seed);
    for (let length = 0; length < seed.bytes.length; length += 1) {
      const cut = mutant(seed, seed.bytes.subarray(0, length), `cut to ${length}`);
      counter.add(seed.name, await tryMutant(judge, cut));
    }
  }
  return counter.shares;
}

/** Past the damage: one bit of every byte flipped, and whatever that leaves whole is found. @throws FuzzFailure */
export async function countSalvaged(seeds: readonly Seed[]): Promise<number> {
  let count = 0;
  for (const seed of seeds) {
    const judge = await Judge.of(seed);
    for (let at = 0; at < seed.bytes.length; at += 1) {
      const bit = at * 8 + (at % 8);
      const damaged = mutant(seed, flipped(seed.bytes, bit), `bit ${bit} flipped`);
      await tryMutant(judge, damaged, { salvages: true, way: null });
      count += 1;
    }
  }
  return count;
}

export function totalOf(shares: Shares): number {
  return Object.values(shares).reduce((sum, { total }) => sum + total, 0);
}

/** What is worse than the matrix says, in words; nothing where all is at least as good. */
export function regressions(found: Shares, kept: Shares): readonly string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(kept)]);
  return [...names].flatMap((name) => {
    const [now, before] = [found[name], kept[name]];
    if (now === undefined || before === undefined || now.total !== before.total)
      return [`${name}: the seeds have changed; write the matrix again`];
    const isWorse = now.caught < before.caught || now.silent > before.silent;
    return isWorse ? [`${name}: ${inWords(now)}, where it was ${inWords(before)}`] : [];
  });
}

export function inWords({ caught, silent, total }: Share): string {
  return `${caught} of ${total} caught (${((100 * caught) / total).toFixed(1)} %), ${silent} silent`;
}
