// What the names of a backup come up against in a chosen folder: asked of the folder, for the choice before a run and for the
// plan of the run. What is to be asked is worked out once for a backup, and most runs need no plan but the one there is.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { FolderRules, RefusedPolicy, RefusedSummary } from '../plan/folder-rules.ts';
import { makePlan, usualPlan, type Plan, type PlanChoices } from '../plan/make-plan.ts';
import { keyFor } from '../plan/name-key.ts';
import { hasTwins, questionsFor, questionsForEncoded, type NameQuestions } from '../plan/name-questions.ts';
import { isRefused } from '../plan/refused-path.ts';
import { summaryOf } from '../plan/refused-summary.ts';
import { RefusedNames } from '../sink/probe-folder.ts';
import { ownSpelling, probeSpelling, type FolderSpelling } from '../sink/probe-spelling.ts';

interface NameFacts {
  readonly questions: NameQuestions;
  /** Some of the names may be one name to some folder. */
  readonly mayShare: boolean;
}

/** A name made for a refused one may be odd in its turn. Few are. */
const mostRounds = 3;

export class FolderNames {
  readonly #index: ArchiveIndex;
  readonly #plan: Plan;
  readonly #choices: PlanChoices;
  #known: NameFacts | null = null;

  /** @param plan of it, by these choices, for a place that takes all names */
  constructor(index: ArchiveIndex, plan: Plan, choices: PlanChoices = usualPlan) {
    this.#index = index;
    this.#plan = plan;
    this.#choices = choices;
  }

  /**
   * What the folder refuses; null where it takes every name. Writes nothing.
   * @param heard told whenever the browser has answered
   */
  async survey(folder: FileSystemDirectoryHandle, heard: () => void): Promise<RefusedSummary | null> {
    return summaryOf(this.#plan.steps, (await this.#ask(folder, heard)).refuses);
  }

  /**
   * The plan for this folder. May make a file there for a moment, where it takes that to find out (probe-spelling.ts).
   * @param heard told whenever the browser has answered
   */
  async planFor(folder: FileSystemDirectoryHandle, policy: RefusedPolicy, heard: () => void): Promise<Plan> {
    const names = await this.#ask(folder, heard);
    const { refuses } = names;
    const spelling = this.#facts().mayShare ? await probeSpelling(folder) : ownSpelling;
    heard();
    if (spelling.hasShortNames) names.refuseShortNames();
    if (policy === 'rename')
      for (let round = 0; round < mostRounds; round += 1) await names.ask(questionsForEncoded(this.#plan, refuses));
    const rules = { refuses, key: keyFor(spelling), policy };
    return this.#takesAll(rules, spelling) ? this.#plan : makePlan(this.#index, rules, this.#choices);
  }

  async #ask(folder: FileSystemDirectoryHandle, heard: () => void): Promise<RefusedNames> {
    const names = new RefusedNames(folder, heard);
    await names.ask(this.#facts().questions.probes);
    return names;
  }

  #facts(): NameFacts {
    if (this.#known === null) {
      const questions = questionsFor(this.#plan);
      this.#known = { questions, mayShare: questions.hasShortNames || hasTwins(this.#plan) };
    }
    return this.#known;
  }

  /** Does the folder do with names what a place does that takes all? Then a plan for it would be the one there is. */
  #takesAll(rules: FolderRules, { ignoresCase, ignoresForm }: FolderSpelling): boolean {
    return !ignoresCase && !ignoresForm && !this.#plan.steps.some(({ path }) => isRefused(path, rules.refuses));
  }
}
