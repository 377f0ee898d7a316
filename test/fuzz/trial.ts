// One damaged archive and what is asked of it: an answer within the time, every invariant, and no forgery where the format
// could have shown it. What fails is told in a line that runs it again.
import { runArchive, type Result } from './harness.ts';
import type { Mutant } from './mutators/mutator.ts';
import { sparedPaths } from './spared.ts';
import { inputOf, plainly, type Handling, type Judge, type Verdict } from './verdict.ts';
import { wordsOf } from './ways/way.ts';

/** Milliseconds for one input. */
const longest = 1000;

export class FuzzFailure extends Error {
  override readonly name = 'FuzzFailure';
}

/** Past its damage, whatever is whole must be found. @throws FuzzFailure */
export async function tryMutant(judge: Judge, mutant: Mutant, handling = plainly): Promise<Verdict> {
  try {
    const result = await timed(judge, mutant, handling);
    mustNotForge(judge, mutant, result);
    const isFindable = handling.salvages && !mutant.isForged;
    const lost = isFindable ? judge.lost(result, sparedPaths(judge.seed, mutant.parts)) : [];
    if (lost.length > 0) throw new Error(`whole, and not found past the damage: ${lost.join(', ')}`);
    return judge.verdict(result);
  } catch (cause) {
    throw new FuzzFailure(describe(judge, mutant, { handling, cause }), { cause });
  }
}

/** The machine may be busy: what is slow is given a second try. */
async function timed(judge: Judge, { parts }: Mutant, handling: Handling): Promise<Result> {
  const input = inputOf(judge.seed, parts, handling);
  for (let attempt = 1; ; attempt += 1) {
    const start = performance.now();
    const result = await runArchive(input);
    const elapsedMs = performance.now() - start;
    if (elapsedMs <= longest) return result;
    if (attempt === 2) throw new Error(`took ${elapsedMs.toFixed(0)} ms`);
  }
}

/** Only ZIP has checksums, and entries that have none are told of. */
function mustNotForge(judge: Judge, { isForged }: Mutant, result: Result): void {
  if (judge.seed.format !== 'zip' || isForged || result.is === 'refused') return;
  if (result.issues.some(({ kind }) => kind === 'no-checksum')) return;
  const forgeries = judge.forgeries(result);
  if (forgeries.length > 0) throw new Error(`delivered as good, with other bytes: ${forgeries.join(', ')}`);
}

interface Failure {
  readonly handling: Handling;
  readonly cause: unknown;
}

function describe({ seed }: Judge, { parts, how }: Mutant, { handling, cause }: Failure): string {
  const base64 = parts.map((bytes) => Buffer.from(bytes).toString('base64')).join(',');
  const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return `${seed.name}, ${how}${handlingOf(handling)}: ${reason}
npm run fuzz -- --of '${seed.name}'${optionsOf(handling)} --base64 '${base64}'`;
}

/** In words, each behind a comma. */
export function handlingOf({ salvages, way }: Handling): string {
  return `${salvages ? ', past the damage' : ''}${way === null ? '' : `, ${wordsOf(way)}`}`;
}

function optionsOf({ salvages, way }: Handling): string {
  return `${salvages ? ' --salvages' : ''}${way === null ? '' : ` --way '${wordsOf(way)}'`}`;
}
