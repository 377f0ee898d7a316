// The user's hand on a run: pause, resume, cancel, and the answers to what the run must not decide by itself (hold.ts). The run
// asks at every entry whether it may go on.
import type { SaidOfAll } from '../journal/said-of-all.ts';
import type { Problem } from '../problems/extract-error.ts';
import type { Hold, HoldAnswer } from './hold.ts';

/** What the run asks. */
export interface Question {
  readonly problem: Problem;
  /** What may be answered, the safest first. */
  readonly answers: readonly HoldAnswer[];
  /** It may well pass by itself: the run tries again a few times before it waits. */
  readonly isTransient: boolean;
  /** How often this very thing was tried again already, by itself and without success. */
  readonly attempts: number;
  /** One answer covers whatever is asked in the same group. */
  readonly group: string;
  /** The whole group is about one and the same thing: once that is given up, nobody tries it again. */
  readonly isOneThing: boolean;
}

/**
 * The tries ten seconds apart spare the user a question. Where that is answered already, nobody waits for them: with hundreds
 * of files that are locked, it would be half a minute for each. One more try at once costs nothing to speak of, and saves what
 * had failed for a moment only, or because its place was another for a moment.
 */
function isTried({ isTransient, attempts, isOneThing }: Question): boolean {
  return !isTransient || attempts > 0 || isOneThing;
}

/** To whoever asks: what is said of all is said of this one, and not asked again. */
export type Given = Exclude<HoldAnswer, 'skip-all' | 'keep-all'>;

interface Held {
  readonly question: Question;
  /** On the clock of performance.now(); null where only an answer helps. */
  readonly retryAtMs: number | null;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
  readonly answer: Promise<Given>;
  readonly settle: (answer: Given) => void;
}

/** As the product that writes these archives does it. */
const mostAttempts = 3;
const retryAfterMs = 10_000;

/** What the work of a run needs of its control. */
export interface WorkControl {
  /** Aborted with an AbortError on cancel, and with the error itself when the work cannot go on. */
  readonly signal: AbortSignal;
  readonly held: Hold | null;
  /** Waits while paused or held. @throws the reason of a stop */
  gate(): Promise<void>;
  ask(question: Question): Promise<Given>;
  /** What was asked has been settled without an answer: nobody is held for it any more, as if to try again. */
  takeBack(question: Question): void;
  /** Ends the work with this reason; the first one counts. */
  stop(reason: unknown): void;
}

export class RunControl implements WorkControl {
  readonly #abort = new AbortController();
  #resume: (() => void) | null = null;
  #paused: Promise<void> | null = null;
  #held: Held | null = null;
  #isStoppedByAnswer = false;
  /** What was said of all of a group, and is not asked again. */
  readonly #saidOfAll = new Map<string, SaidOfAll['answer']>();
  #onSaidOfAll: (said: SaidOfAll) => void = () => undefined;

  /** Aborted with an AbortError on cancel, and with the error itself when the run cannot go on. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isPaused(): boolean {
    return this.#paused !== null;
  }

  /** What the run is held for, as the page shows it; null while it is not. */
  get held(): Hold | null {
    if (this.#held === null) return null;
    const { question, retryAtMs } = this.#held;
    const retryInMs = retryAtMs === null ? null : Math.max(0, retryAtMs - performance.now());
    return {
      problem: question.problem,
      answers: question.answers,
      retryInMs,
      attempt: question.attempts + (retryAtMs === null ? 0 : 1),
    };
  }

  /** What was said in earlier visits holds in this one. To be called before anything is asked. */
  takeUp(earlier: readonly SaidOfAll[]): void {
    for (const { group, answer } of earlier) this.#saidOfAll.set(group, answer);
  }

  /** Told of what is said of all from now on. */
  onSaidOfAll(told: (said: SaidOfAll) => void): void {
    this.#onSaidOfAll = told;
  }

  pause(): void {
    // A run that is ending must not be held up.
    if (this.signal.aborted) return;
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume?.();
    this.#resume = null;
    this.#paused = null;
  }

  cancel(): void {
    this.stop(new DOMException('cancelled', 'AbortError'));
  }

  /** Ends the run with this reason; the first one counts. */
  stop(reason: unknown): void {
    this.#abort.abort(reason);
    this.resume();
    this.#release('stop');
  }

  /**
   * Holds the run until there is an answer. Whoever asks for the same reason meanwhile is answered with it; but what is left
   * out is only what the user was asked about, unless all such was said to be.
   * @returns `stop` where the run is ending anyway
   */
  async ask(question: Question): Promise<Given> {
    const { group } = question;
    for (;;) {
      if (this.signal.aborted) return 'stop';
      const said = this.#saidOfAll.get(group);
      if (said !== undefined && question.answers.includes('skip')) return isTried(question) ? said : 'retry';
      if (this.#held === null) return this.#hold(question).answer;
      const { question: other, answer } = this.#held;
      const given = await answer;
      if (other.group === group && given !== 'skip' && given !== 'keep') return given;
    }
  }

  takeBack(question: Question): void {
    if (this.#held?.question === question) this.#release('retry');
  }

  /** The user has ended a run that was held, and may want to go on with it later. */
  get isStoppedByAnswer(): boolean {
    return this.#isStoppedByAnswer;
  }

  /**
   * Answers what the run is held for. An answer that was not offered, or comes too late, does nothing; but whoever says stop
   * means the run, whether it has gone on by itself in the meantime or is held for something else.
   */
  answer(answer: HoldAnswer): void {
    if (answer === 'stop') {
      if (this.signal.aborted) return;
      this.#isStoppedByAnswer = true;
      this.cancel();
    } else if (this.#held?.question.answers.includes(answer) === true) this.#release(answer);
  }

  /** Waits while paused or held. @throws the reason of a stop */
  async gate(): Promise<void> {
    while (this.#paused !== null || this.#held !== null) await (this.#paused ?? this.#held?.answer);
    this.#abort.signal.throwIfAborted();
  }

  #hold(question: Question): Held {
    const triesItself = question.isTransient && question.attempts < mostAttempts;
    let settle: Held['settle'] = () => undefined;
    const answer = new Promise<Given>((resolve) => {
      settle = resolve;
    });
    const retry = (): void => {
      this.#release('retry');
    };
    const held: Held = {
      question,
      answer,
      settle,
      retryAtMs: triesItself ? performance.now() + retryAfterMs : null,
      timer: triesItself ? setTimeout(retry, retryAfterMs) : undefined,
    };
    this.#held = held;
    return held;
  }

  #release(answer: HoldAnswer): void {
    const held = this.#held;
    if (held === null) return;
    clearTimeout(held.timer);
    this.#held = null;
    held.settle(this.#given(answer, held.question));
  }

  #given(answer: HoldAnswer, { group }: Question): Given {
    if (answer !== 'skip-all' && answer !== 'keep-all') return answer;
    const given = answer === 'skip-all' ? 'skip' : 'keep';
    this.#saidOfAll.set(group, given);
    this.#onSaidOfAll({ group, answer: given });
    return given;
  }
}
