// After a failure: what it means for the step, whom to ask, and whether the place that is written to is still what it was.
import type { Entry } from '../archive/entry.ts';
import { reasonForDamage } from '../diagnosis/diagnose.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Damage, Issue } from '../problems/issue.ts';
import { BrowserCalls, owedFor } from '../sink/browser-calls.ts';
import type { Sink } from '../sink/sink.ts';
import type { Job } from './job.ts';
import { questionAbout, questionAboutDamage } from './questions.ts';
import { watchStuck } from './stuck-watch.ts';
import { unlessStopped } from './unless-stopped.ts';
import type { Verdict } from './verdict.ts';

/** A folder may become another one without an error (a disk taken out, a computer that slept): asked so often. */
const verifyEveryMs = 10_000;

/** What went before. */
interface Before {
  /** How often the entry was tried again. */
  readonly attempts: number;
  /** What was said of its damage when all was tried that it belongs to; null where nothing was. */
  readonly earlier: Verdict | null;
  /** Of the lookout, when the entry was begun. */
  readonly changes: number;
}

export class Recovery {
  readonly #job: Job;
  readonly #sink: Sink;
  /** By the calendar: the other clock may stand still while the computer sleeps. */
  #verifiedMs = Date.now();
  #verifying: Promise<void> | null = null;
  #hasLooked = false;

  constructor(job: Job, sink: Sink) {
    this.#job = job;
    this.#sink = sink;
  }

  /**
   * What to say of an entry that is left out; null where it is to be tried again.
   * @throws what ends the run
   */
  async judge(error: unknown, entry: Entry, { attempts, earlier, changes }: Before): Promise<Verdict | null> {
    const { control, choices, source } = this.#job;
    if (error instanceof DamagedEntry) {
      if (earlier !== null) return earlier;
      const { damage } = error;
      if (tellsOfArchive(damage)) await this.#tellReason();
      const canKeep = this.#sink.isNowhere !== true;
      const issue: Issue = { kind: 'damaged', path: entry.path, damage };
      // What could not be read was asked about when it was read.
      if (choices.skipsDamage || damage.what === 'unreadable')
        return { issue, isKept: choices.keepsDamaged && canKeep };
      const answer = await control.ask(questionAboutDamage(entry, { damage, canKeep }, source));
      return { issue, isKept: answer === 'keep' };
    }
    control.signal.throwIfAborted();
    if (!(error instanceof ExtractError)) throw error;
    const question = this.#sink.canRetry ? questionAbout(this.#withFacts(error), attempts) : null;
    if (question === null) throw error;
    const answer = await control.ask(question);
    if (answer === 'skip' && (await this.#isStillThere(changes)))
      return { issue: leftOut(entry, error), isKept: false };
    control.signal.throwIfAborted();
    await this.verify();
    return null;
  }

  /** Now and then makes sure that the place is still the same. @throws what ends the run */
  async watch(): Promise<void> {
    // Also where somebody has set it back.
    if (Math.abs(Date.now() - this.#verifiedMs) >= verifyEveryMs) await this.verify();
  }

  /** What has damaged one file may have damaged all of them, and may be known: looked for once, and told once. */
  async #tellReason(): Promise<void> {
    if (this.#hasLooked) return;
    this.#hasLooked = true;
    const { source, report, journal, control } = this.#job;
    // A disk that never answers must not keep the user from cancelling.
    const reason = await unlessStopped(control.signal, reasonForDamage(source));
    if (reason === null || report.facts.issues.some(({ kind }) => kind === reason.kind)) return;
    report.issue(reason);
    journal?.told(reason);
  }

  /**
   * Looks whether the place is still what it was, as far as it can be another; the run is held as long as it is not.
   * @throws what ends the run
   */
  async look(): Promise<void> {
    const { lookout } = this.#sink;
    if (lookout === null) return;
    try {
      await this.#answered(() => lookout.look());
    } catch {
      // What is wrong is told, and asked about, where it still is at a second look.
      this.#job.control.signal.throwIfAborted();
      await this.verify();
    }
  }

  /** A place that has gone may fail like a file of its own: what was begun there meanwhile is not given up for it. */
  async #isStillThere(changes: number): Promise<boolean> {
    const { lookout } = this.#sink;
    await this.look();
    return lookout === null || lookout.changes === changes;
  }

  /** A full disk says nothing of itself: what is still to come is what must fit. */
  #withFacts(error: ExtractError): ExtractError {
    if (error.code !== 'disk-full') return error;
    return new ExtractError(error.code, { ...error.where, expected: this.#job.report.bytesLeft }, error);
  }

  /**
   * Makes sure that the place is what it was; the run is held as long as it is not. Once for all that have failed together.
   * @throws what ends the run
   */
  verify(): Promise<void> {
    this.#verifying ??= this.#verifyOnce().finally(() => {
      this.#verifying = null;
    });
    return this.#verifying;
  }

  /** Asks as long as the place is not what it was. */
  async #verifyOnce(): Promise<void> {
    const { control } = this.#job;
    for (;;) {
      try {
        await this.#answered(() => this.#sink.recover());
        this.#verifiedMs = Date.now();
        return;
      } catch (error) {
        control.signal.throwIfAborted();
        const question = error instanceof ExtractError ? questionAbout(error, 0) : null;
        if (question === null) throw error;
        await control.ask(question);
        control.signal.throwIfAborted();
      }
    }
  }

  /** Where the browser does not answer, that is asked about by itself: no file is to be given up for it. */
  #answered(call: () => Promise<void>): Promise<void> {
    const { control, report } = this.#job;
    const calls = new BrowserCalls();
    const stuck = (): ExtractError => new ExtractError('folder-stuck');
    return watchStuck({ control, report, owed: owedFor(calls), stuck }, () =>
      calls.until(control.signal, () => calls.answer(call())),
    );
  }
}

/** Not where it is the part that is gone, or not to be read. */
function tellsOfArchive({ what }: Damage): boolean {
  return what !== 'unreadable' && what !== 'lost-data';
}

function leftOut({ path }: Entry, { code, where }: ExtractError): Issue {
  if (code === 'part-unreadable') return { kind: 'damaged', path, damage: { what: 'unreadable' } };
  if (code === 'read-back-differs') return { kind: code, path };
  return { kind: 'write-failed', path, reason: where.text ?? code };
}

/** Of a step that is left out. A file that is damaged and of which something stays is both. */
export function issuesOf(verdict: Verdict | null, leftBehind: Issue | null): readonly Issue[] {
  const issues = verdict === null ? [] : [verdict.issue];
  if (leftBehind === null) return issues;
  return [leftBehind, ...issues.filter(({ kind }) => kind === 'damaged')];
}
