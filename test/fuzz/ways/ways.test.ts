// Undamaged archives on every way: what the damaged ones go through is there, and holds. Everything must arrive, or be told of.
import { beforeAll, expect, test } from 'vitest';
import type { Issue } from '../../../src/problems/issue.ts';
import { useFuzzEnvironment } from '../environment.ts';
import { runArchive } from '../harness.ts';
import { oddSeeds, partsOf, type Seed } from '../seeds.ts';
import { inputOf } from '../verdict.ts';
import { everyWay, wayOf, wordsOf } from './way.ts';

beforeAll(useFuzzEnvironment);

async function toldOf(seed: Seed, words: string): Promise<readonly Issue[]> {
  const result = await runArchive(inputOf(seed, partsOf(seed), { salvages: false, way: wayOf(words) }));
  if (result.is === 'refused' || result.toldAgain === null) throw new Error(`${seed.name} went nowhere`);
  return result.toldAgain;
}

test.each(oddSeeds)('$name: everything arrives as it is, or is told of', async (seed) => {
  for (const way of everyWay) await toldOf(seed, wordsOf(way));
});

const ways = [
  ['side-zip 1', 'php.ini', 'put-aside'],
  ['side-zip 1 used', 'php.ini', 'put-aside'],
  ['rename 1', 'php.ini', 'renamed'],
  ['skip 1', 'php.ini', 'name-refused'],
] as const;

test.each(oddSeeds.flatMap((seed) => ways.map(([way, path, kind]) => ({ seed, name: seed.name, way, path, kind }))))(
  '$name: on the way $way, of $path is told: $kind',
  async ({ seed, way, path, kind }) => {
    const told = await toldOf(seed, way);
    const paths = told.flatMap((issue) => {
      if (issue.kind !== kind) return [];
      return issue.kind === 'put-aside' ? issue.paths : [issue.path];
    });
    expect(paths).toContain(path);
  },
);

test.each(oddSeeds)('$name: of what is not chosen, nothing is told', async (seed) => {
  const told = JSON.stringify(await toldOf(seed, 'side-zip 11111011'));
  expect(told).toContain('"php.ini"');
  expect(told).not.toContain('"PHP.ini"');
});
