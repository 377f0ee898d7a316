// Damaged ZIP archives, held against what another program makes of them: Python's zipfile, which follows the directory at the
// end as the product does. (There is no other program for JPA and JPS to ask but the vendor's own.) The two may disagree in
// the following ways only:
// - Python gives a file that the product holds back. Then the product says so: the two headers of it differ, its data reaches
//   into another's, its path leads out of the folder.
// - The product gives a file that Python holds back, as it is more easily put off by the directory. Then it is a whole file of
//   the undamaged archive.
// - An empty entry is a folder to the product where its attributes say so, and a file to Python; a link is a file to Python too.
// - Python refuses the whole archive. Then the product may do what it likes: the other tests say what it must not.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { isLoss } from '../../src/problems/issue.ts';
import { toolOrSkip } from '../support/archive-tools.ts';
import { useFuzzEnvironment } from './environment.ts';
import { runArchive, type Result } from './harness.ts';
import { mutate } from './mutators/mutators.ts';
import { Random } from './random.ts';
import { siteSeeds, tinySeeds, type Seed } from './seeds.ts';
import { inputOf } from './verdict.ts';

const runSeed = 12;
const archiveCount = 3000;

/** Of each file: its path, and the hash of its bytes; null where it was held back. */
type Files = readonly (readonly [path: string, hash: string | null])[];
type Answer = { readonly refused: string } | { readonly files: Files };

interface Trial {
  readonly seed: Seed;
  readonly archive: Uint8Array;
  readonly how: string;
  /** Whole, with other bytes in it than the seed has: no format shows that. */
  readonly isForged: boolean;
}

const ofNothing = createHash('sha256').digest('hex');
const seeds = [...tinySeeds, ...siteSeeds].filter(({ format, cuts }) => format === 'zip' && cuts.length === 0);

function trials(): readonly Trial[] {
  const whole = seeds.map((seed) => ({ seed, archive: seed.bytes, how: 'undamaged', isForged: false }));
  const damaged = Array.from({ length: archiveCount }, (_, number) => {
    const random = Random.of(runSeed, number);
    const seed = random.pick(seeds);
    const { parts, how, isForged } = mutate(seed, random);
    return parts.length === 1 && parts[0] !== undefined ? [{ seed, archive: parts[0], how, isForged }] : [];
  });
  return [...whole, ...damaged.flat()];
}

function askPython(python: string, archives: readonly Uint8Array[]): readonly Answer[] {
  const input = Buffer.concat(
    archives.flatMap((archive) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(archive.length);
      return [length, archive];
    }),
  );
  const script = fileURLToPath(new URL('read-zips.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync(python, [script], { input, maxBuffer: 2 ** 28, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

function filesOf(result: Result, isWanted: (kind: Entry['kind']) => boolean = (kind) => kind === 'file'): Files {
  if (result.is === 'refused') return [];
  const files = [...result.tree.values()].filter(({ kind }) => isWanted(kind));
  return files.map(({ entry, content }) => [entry.path, createHash('sha256').update(content).digest('hex')]);
}

/** Paths that only one file has. */
function single(files: Files): ReadonlyMap<string, string | null> {
  const counts = new Map<string, number>();
  for (const [path] of files) counts.set(path, (counts.get(path) ?? 0) + 1);
  return new Map(files.filter(([path]) => counts.get(path) === 1));
}

function hashesOf(files: Files): ReadonlySet<string> {
  return new Set(files.flatMap(([, hash]) => hash ?? []));
}

describe('I12: what Python makes of a damaged ZIP, and what the product does', () => {
  const judged: (Trial & { readonly ours: Result; readonly theirs: Files })[] = [];

  beforeAll(async () => {
    const python = toolOrSkip('python3', 'python3');
    useFuzzEnvironment();
    const all = trials();
    const answers = askPython(
      python,
      all.map(({ archive }) => archive),
    );
    for (const [number, trial] of all.entries()) {
      const answer = answers[number];
      if (answer === undefined) throw new Error('Python has stopped answering');
      if ('refused' in answer) continue;
      judged.push({
        ...trial,
        ours: await runArchive(inputOf(trial.seed, [trial.archive])),
        theirs: answer.files,
      });
    }
  }, 120_000);

  test('both open most of them', () => {
    expect(judged.length).toBeGreaterThan(archiveCount / 2);
    expect(judged.filter(({ ours }) => ours.is === 'run').length).toBeGreaterThan(archiveCount / 3);
  });

  test('a file that both give has the same bytes', () => {
    let count = 0;
    for (const { ours, theirs, how } of judged) {
      const given = single(theirs);
      for (const [path, hash] of single(filesOf(ours))) {
        const other = given.get(path);
        if (other === undefined || other === null) continue;
        expect(hash, `${how}: ${path}`).toBe(other);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(archiveCount);
  });

  test('what Python gives and the product does not, the product tells of', () => {
    for (const { ours, theirs, how } of judged) {
      if (ours.is === 'refused') continue;
      const given = hashesOf(filesOf(ours, (kind) => kind !== 'directory'));
      const heldBack = theirs.filter(([, hash]) => hash !== null && hash !== ofNothing && !given.has(hash));
      if (heldBack.length > 0) expect(ours.issues.some(isLoss), `${how}: ${heldBack.join()}`).toBe(true);
    }
  });

  test('what the product gives and Python does not is a file of the undamaged archive', async () => {
    const whole = new Map<Seed, ReadonlySet<string>>();
    for (const seed of seeds) whole.set(seed, hashesOf(filesOf(await runArchive(inputOf(seed, [seed.bytes])))));
    for (const { seed, ours, theirs, how, isForged } of judged) {
      const given = hashesOf(theirs);
      const beyond = filesOf(ours).filter(([, hash]) => hash !== null && !given.has(hash));
      if (isForged) continue;
      for (const [path, hash] of beyond) expect(whole.get(seed)?.has(hash ?? ''), `${how}: ${path}`).toBe(true);
    }
  });
});
