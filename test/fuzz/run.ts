// npm run fuzz -- --minutes 30 --seed 7      the sweeps of the tests, then damage at random for as long; prints all counts
// npm run fuzz -- --matrix                   measures the detection matrix and writes it
// npm run fuzz -- --seed 7 --only 4711       one mutant again
// npm run fuzz -- --of 'ZIP' --base64 UEs…   one archive again, its parts with commas between them; --salvages: past its damage;
//                                            --way 'rename 011 used': where else it went (ways/way.ts)
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Format } from '../../src/archive/entry.ts';
import { judgesOf, mutantNumber, runCampaign, type Tally } from './campaign.ts';
import { countCuts, countFlips, inWords, totalOf, writeMatrix, type Detection, type Shares } from './detection.ts';
import { useFuzzEnvironment } from './environment.ts';
import { countFaults } from './faults.ts';
import type { Mutant } from './mutators/mutator.ts';
import { largeSeeds, oddSeeds, seedNamed, siteSeeds, tinySeeds } from './seeds.ts';
import { handlingOf, tryMutant } from './trial.ts';
import { Judge, type Handling } from './verdict.ts';
import { wayOf } from './ways/way.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    matrix: { type: 'boolean', default: false },
    only: { type: 'string' },
    of: { type: 'string' },
    base64: { type: 'string' },
    salvages: { type: 'boolean', default: false },
    way: { type: 'string' },
  },
});
const runSeed = Number(values.seed);
const formats: readonly Format[] = ['jpa', 'jps', 'zip'];

useFuzzEnvironment();
process.on('unhandledRejection', (reason) => {
  console.error('a promise failed, and nobody was waiting for it:', reason);
  process.exit(1);
});

if (values.base64 !== undefined)
  await replay(await Judge.of(seedNamed(values.of ?? '')), partsIn(values.base64), {
    salvages: values.salvages,
    way: values.way === undefined ? null : wayOf(values.way),
  });
else if (values.only !== undefined) await replayNumber(Number(values.only));
else if (values.matrix) writeMatrix(await measure());
else await fuzz(Number(values.minutes));

function partsIn(base64: string): Mutant {
  const parts = base64.split(',').map((part) => new Uint8Array(Buffer.from(part, 'base64')));
  return { parts, how: 'as given', isForged: false };
}

async function replay(judge: Judge, mutant: Mutant, handling: Handling): Promise<void> {
  console.log(`${judge.seed.name}, ${mutant.how}${handlingOf(handling)}`);
  console.log(mutant.parts.map((part) => Buffer.from(part).toString('base64')).join(','));
  console.log(await tryMutant(judge, mutant, handling));
}

async function replayNumber(number: number): Promise<void> {
  const { judge, mutant, ...handling } = mutantNumber(runSeed, number, await judgesOf({ seeds: tinySeeds, oddSeeds }));
  await replay(judge, mutant, handling);
}

async function measure(): Promise<Readonly<Record<Format, Detection>>> {
  const [jpa, jps, zip] = [await measureFormat('jpa'), await measureFormat('jps'), await measureFormat('zip')];
  return { jpa, jps, zip };
}

async function measureFormat(format: Format): Promise<Detection> {
  const small = [...tinySeeds, ...siteSeeds].filter((seed) => seed.format === format);
  const large = largeSeeds.filter((seed) => seed.format === format);
  const detection = {
    flips: await countFlips(small),
    cuts: await countCuts(small),
    faults: await countFaults(large),
  };
  print(`${format}: a bit flipped`, detection.flips);
  print(`${format}: cut to any length`, detection.cuts);
  print(`${format}: larger faults in packed data`, detection.faults);
  return detection;
}

function print(title: string, shares: Shares): void {
  console.log(`\n${title}`);
  for (const [name, share] of Object.entries(shares)) console.log(`  ${name.padEnd(36)} ${inWords(share)}`);
}

async function fuzz(minutes: number): Promise<void> {
  console.log(`seed ${runSeed}`);
  const end = performance.now() + minutes * 60_000;
  const matrix = await measure();
  const swept = formats.reduce((sum, format) => {
    const { flips, cuts, faults } = matrix[format];
    return sum + totalOf(flips) + totalOf(cuts) + totalOf(faults);
  }, 0);
  const memory = new SharedArrayBuffer(4);
  const watched = new Int32Array(memory);
  const watchdog = new Worker(new URL('./watchdog.mjs', import.meta.url), { workerData: { memory, seed: runSeed } });
  const goesOn = (number: number): boolean => {
    watched[0] = number;
    return performance.now() < end;
  };
  const tallies = await runCampaign({ seeds: tinySeeds, oddSeeds, runSeed, from: 0, goesOn });
  await watchdog.terminate();
  printTallies(tallies);
  console.log(`\n${swept + (watched[0] ?? 0)} damaged archives, no failure`);
}

function printTallies(tallies: ReadonlyMap<string, Tally>): void {
  console.log('\nat random');
  for (const [name, { caught, harmless, silent }] of [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${name.padEnd(44)} ${caught} caught, ${harmless} harmless, ${silent} silent`);
}
