// What every run of the tests does to one format: each bit of each seed flipped, each seed cut to each length, larger faults,
// and damage of all kinds at random, some of it sent other ways too; and the figures held against those that are kept.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Format } from '../../src/archive/entry.ts';
import { runCampaign, sentEvery } from './campaign.ts';
import { countCuts, countFlips, countSalvaged, readMatrix, regressions, totalOf, type Shares } from './detection.ts';
import { useFuzzEnvironment } from './environment.ts';
import { countFaults } from './faults.ts';
import { largeSeeds, oddSeeds, siteSeeds, tinySeeds, type Seed } from './seeds.ts';

/** Another number, and other archives are tried: npm run fuzz does. */
const runSeed = 1;
/** Far more than it takes. */
const timeoutMs = 300_000;
/** Of the whole process, which has run hundreds of thousands of archives by then. Bytes. */
const mostMemory = 1024 ** 3;

export function seedsOf(format: Format, seeds: readonly Seed[]): readonly Seed[] {
  return seeds.filter((seed) => seed.format === format);
}

/** @param random how many mutants are made at random; @param least how many there must be in all */
export function sweep(format: Format, { random, least }: { readonly random: number; readonly least: number }): void {
  const tiny = seedsOf(format, tinySeeds);
  const odd = seedsOf(format, oddSeeds);
  const small = [...tiny, ...seedsOf(format, siteSeeds)];
  const kept = readMatrix()[format];
  let count = 0;

  beforeAll(useFuzzEnvironment);
  afterAll(() => {
    console.log(
      `${format}: ${count} damaged archives, of which ${Math.ceil(random / sentEvery)} were sent other ways too`,
    );
  });

  function hold(found: Shares, before: Shares): void {
    count += totalOf(found);
    expect(regressions(found, before)).toEqual([]);
  }

  describe('B-01, B-02, B-03, B-05: no damage crashes, hangs, escapes, or passes for more than it is', () => {
    test('every bit flipped', { timeout: timeoutMs }, async () => {
      hold(await countFlips(small), kept.flips);
    });

    test('every length: none is taken for the whole', { timeout: timeoutMs }, async () => {
      const cuts = await countCuts(small);
      hold(cuts, kept.cuts);
      for (const { caught, total } of Object.values(cuts)) expect(caught).toBe(total);
    });

    test('what disks and transfers do', { timeout: timeoutMs }, async () => {
      hold(await countFaults(seedsOf(format, largeSeeds)), kept.faults);
    });

    test('past the damage, whatever is whole is found', { timeout: timeoutMs }, async () => {
      count += await countSalvaged(tiny);
    });

    test(`${random} times at random`, { timeout: timeoutMs }, async () => {
      await runCampaign({ seeds: tiny, oddSeeds: odd, runSeed, from: 0, goesOn: (number) => number < random });
      count += random;
    });

    test('and nothing stays behind', () => {
      expect(count).toBeGreaterThanOrEqual(least);
      expect(Object.keys(Object.prototype)).toEqual([]);
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      expect(heapUsed + arrayBuffers).toBeLessThan(mostMemory);
    });
  });
}
