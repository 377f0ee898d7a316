// What became of a damaged archive, held against what the whole one gives.
import type { Issue } from '../../src/problems/issue.ts';
import { runArchive, type Input, type Result } from './harness.ts';
import type { Delivered } from './judging-sink.ts';
import { partsOf, type Seed } from './seeds.ts';
import type { Way } from './ways/way.ts';

/**
 * Caught: refused, or something was told of it. Harmless: nothing was told, and nothing is different. Silent: something is
 * different, and nothing was told.
 */
export type Verdict = 'caught' | 'harmless' | 'silent';

export class Judge {
  readonly seed: Seed;
  readonly #tree: ReadonlyMap<string, Delivered>;
  readonly #told: string;

  private constructor(seed: Seed, whole: Extract<Result, { readonly is: 'run' }>) {
    this.seed = seed;
    this.#tree = whole.tree;
    this.#told = told(whole.issues);
  }

  /** @throws where the seed itself is not read as whole */
  static async of(seed: Seed): Promise<Judge> {
    const whole = await runArchive(inputOf(seed, partsOf(seed)));
    if (whole.is === 'refused') throw new Error(`${seed.name} was refused: ${whole.code}`);
    if (!whole.isComplete) throw new Error(`${seed.name} is not complete: ${JSON.stringify(whole.issues)}`);
    return new Judge(seed, whole);
  }

  verdict(result: Result): Verdict {
    if (result.is === 'refused' || told(result.issues) !== this.#told) return 'caught';
    return this.#isSame(result.tree) ? 'harmless' : 'silent';
  }

  /** Files delivered under the name of one of the seed with other bytes than its, of which no issue tells. */
  forgeries(result: Result): readonly string[] {
    if (result.is === 'refused') return [];
    return [...result.tree].flatMap(([name, { content, kind }]) => {
      const whole = this.#tree.get(name);
      if (whole === undefined || whole.kind !== 'file' || kind !== 'file') return [];
      if (Buffer.compare(whole.content, content) === 0) return [];
      return result.issues.some((issue) => isOf(issue, whole.entry.path)) ? [] : [name];
    });
  }

  /** Those of these paths whose content was not delivered as the seed has it. */
  lost(result: Result, paths: readonly string[]): readonly string[] {
    const found = result.is === 'refused' ? [] : [...result.tree.values()];
    return paths.filter((path) => {
      const whole = this.#tree.get(path);
      // Under its own name, or under another where another entry has it.
      const isWhole = ({ entry, content }: Delivered): boolean =>
        entry.path === whole?.entry.path && Buffer.compare(whole.content, content) === 0;
      return whole !== undefined && !found.some(isWhole);
    });
  }

  #isSame(tree: ReadonlyMap<string, Delivered>): boolean {
    if (tree.size !== this.#tree.size) return false;
    for (const [name, { kind, entry, content }] of tree) {
      const whole = this.#tree.get(name);
      const isSame =
        whole?.kind === kind &&
        whole.entry.mode === entry.mode &&
        whole.entry.modifiedMs === entry.modifiedMs &&
        Buffer.compare(whole.content, content) === 0;
      if (!isSame) return false;
    }
    return true;
  }
}

/** How it is read, and where it goes. */
export interface Handling {
  /** Past its damage. */
  readonly salvages: boolean;
  readonly way: Way | null;
}

export const plainly: Handling = { salvages: false, way: null };

export function inputOf({ format, password }: Seed, parts: readonly Uint8Array[], handling = plainly): Input {
  return { parts, password, ending: format, ...handling };
}

/** Of this entry, or of bytes lost right behind it. */
function isOf(issue: Issue, path: string): boolean {
  return 'path' in issue ? issue.path === path : issue.kind === 'lost-bytes' && issue.after === path;
}

function told(issues: readonly Issue[]): string {
  return issues.map((issue) => JSON.stringify(issue)).join('\n');
}
