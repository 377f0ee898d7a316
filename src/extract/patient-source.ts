// A source whose failures need not end the run: a part that cannot be read holds it, and is read again when the user, or
// time, has mended that. Whoever reads knows nothing of it.
import { checkRange, type ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { questionAbout } from './questions.ts';
import type { Question, WorkControl } from './run-control.ts';
import { unlessStopped } from './unless-stopped.ts';

export interface Patience {
  /** Whatever must be made sure of after a run was held. @throws what ends the run */
  readonly beforeRetry: () => Promise<void>;
  /** What cannot be read may be done without. */
  readonly mayGiveUp: boolean;
}

/** `read` throws DamagedEntry where what cannot be read was given up, and the reason of a stop where the run was. */
export class PatientSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #control: WorkControl;
  readonly #patience: Patience;

  constructor(source: ByteSource, control: WorkControl, patience: Patience) {
    this.size = source.size;
    this.#source = source;
    this.#control = control;
    this.#patience = patience;
  }

  endOfStretch(offset: number): number {
    return this.#source.endOfStretch?.(offset) ?? this.size;
  }

  endOfPart(offset: number): number {
    return this.#source.endOfPart?.(offset) ?? this.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    const { signal } = this.#control;
    signal.throwIfAborted();
    const held = this.#source.peek?.(offset, length) ?? null;
    if (held !== null) return held;
    for (let attempts = 0; ; attempts += 1) {
      try {
        // A disk that never answers must not keep the user from cancelling.
        return await unlessStopped(signal, this.#source.read(offset, length));
      } catch (error) {
        if (!(error instanceof ExtractError) || error.code !== 'part-unreadable') throw error;
        const question = this.#question(error, attempts);
        const answer = question === null ? 'stop' : await this.#control.ask(question);
        if (answer === 'skip') throw new DamagedEntry({ what: 'unreadable' }, error);
        if (answer === 'stop') {
          signal.throwIfAborted();
          throw error;
        }
        await this.#patience.beforeRetry();
      }
    }
  }

  #question(error: ExtractError, attempts: number): Question | null {
    const question = questionAbout(error, attempts);
    if (question === null || this.#patience.mayGiveUp) return question;
    return { ...question, answers: question.answers.filter((answer) => answer === 'retry' || answer === 'stop') };
  }
}
