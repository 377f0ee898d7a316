// What the run has to tell: counts, issues and log lines, collected as they come and sent to the page twice a second.
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Entry } from '../archive/entry.ts';
import type { RunSoFar } from '../journal/saved-run.ts';
import type { Issue } from '../problems/issue.ts';
import type { RunUpdate, StepName } from './events.ts';
import type { Hold } from './hold.ts';
import type { RunFacts } from './outcome.ts';

/** Often enough to look alive; ten times a second cost a small machine a sixth of its time. */
export const sendEveryMs = 500;

export interface RunTotals {
  /** See `RunUpdate`. */
  readonly runId: string | null;
  readonly files: number;
  /** Bytes. */
  readonly size: number;
}

/** What the report asks of the run each time it sends. */
export interface RunState {
  readonly isPaused: boolean;
  readonly held: Hold | null;
  readonly isResting: boolean;
  readonly closingCount: number;
}

/** Counts of files and bytes. */
export interface Progress
  extends Pick<RunUpdate, 'filesDone' | 'bytesDone' | 'bytesWritten'>, Pick<RunFacts, 'filesWritten'> {
  /** Of all files that are settled, written or not. */
  readonly bytesSettled: number;
}

export class RunReport {
  readonly #source: JoinedSource;
  #totals: RunTotals;
  readonly #send: (update: RunUpdate) => void | Promise<void>;
  /** On the clock of performance.now(), set back by what earlier visits took. */
  #started = performance.now();
  #state: () => RunState = () => ({ isPaused: false, held: null, isResting: false, closingCount: 0 });
  #timer: ReturnType<typeof setInterval> | undefined;
  #step: StepName = 'parts';
  #filesDone = 0;
  #bytesDone = 0;
  #path = '';
  #position = 0;
  #newIssues: Issue[] = [];
  #newLog: string[] = [];
  readonly #issues: Issue[] = [];
  #filesWritten = 0;
  #bytesWritten = 0;
  #bytesSettled = 0;
  #filesCompared = 0;
  #copied: RunUpdate['copied'] = null;
  #lastActivity = performance.now();

  constructor(source: JoinedSource, totals: RunTotals, send: (update: RunUpdate) => void | Promise<void>) {
    this.#source = source;
    this.#totals = totals;
    this.#send = send;
  }

  /** What there is to say of the run once it is over. */
  get facts(): Pick<RunFacts, 'filesWritten' | 'bytesWritten' | 'filesCompared' | 'elapsedMs' | 'issues'> {
    return {
      filesWritten: this.#filesWritten,
      filesCompared: this.#filesCompared,
      bytesWritten: this.#bytesWritten,
      elapsedMs: this.#elapsedMs(),
      issues: this.#issues,
    };
  }

  /** Plain bytes of the files that may be written yet: neither of those that are, nor of those that are left out. */
  get bytesLeft(): number {
    return this.#totals.size - this.#bytesSettled;
  }

  /** Since anything was settled or handed over. */
  get idleMs(): number {
    return performance.now() - this.#lastActivity;
  }

  #elapsedMs(): number {
    return performance.now() - this.#started;
  }

  /** What there is to be done, once that is known better. */
  expect(totals: RunTotals): void {
    this.#totals = totals;
  }

  /** Nothing leads back to the run any more. */
  forgetRun(): void {
    this.#totals = { ...this.#totals, runId: null };
  }

  /**
   * What earlier visits have done of this run counts as done by it. To be called before anything else.
   * @param bytesUnderWay of the file that they were at, as far as they came
   */
  takeUp(
    { filesDone, bytesDone, filesWritten, bytesWritten, elapsedMs, issues, saidOfAll }: RunSoFar,
    bytesUnderWay = 0,
  ): void {
    this.#started -= elapsedMs;
    this.#filesDone = filesDone;
    this.#bytesDone = bytesDone + bytesUnderWay;
    this.#bytesSettled = bytesDone;
    this.#filesWritten = filesWritten;
    this.#bytesWritten = bytesWritten;
    for (const issue of issues) this.issue(issue);
    for (const { group, answer } of saidOfAll) this.log(`said of all in an earlier visit: ${answer}: ${group}`);
  }

  start(state: () => RunState): void {
    this.#state = state;
    this.#timer = setInterval(() => void this.tell(), sendEveryMs);
  }

  /** Sends what is left and falls silent. Resolves when it has arrived: the outcome comes by another way and must not overtake it. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.tell();
  }

  step(step: StepName): void {
    if (step === this.#step) return;
    this.#step = step;
    this.log(`step: ${step}`);
  }

  log(line: string): void {
    this.#newLog.push(`${(this.#elapsedMs() / 1000).toFixed(3)} ${line}`);
  }

  issue(issue: Issue): void {
    this.#issues.push(issue);
    this.#newIssues.push(issue);
    this.log(issueLine(issue));
  }

  /** Bytes of a file in the making have been handed over. */
  passed(entry: Entry, size: number): void {
    this.#bytesDone += size;
    this.#show(entry);
  }

  /** A file is settled. `passedSize` of its bytes were counted before; the rest is counted now, whatever became of it. */
  settled(entry: Entry, passedSize: number, isDelivered: boolean): void {
    this.#filesDone += 1;
    this.#bytesDone += entry.size - passedSize;
    this.#bytesSettled += entry.size;
    if (isDelivered) {
      this.#filesWritten += 1;
      this.#bytesWritten += entry.size;
    }
    this.#show(entry);
  }

  /** Bytes of the output have come to where the user wants it. */
  copied(done: number, total: number): void {
    this.#copied = { done, total };
    this.#lastActivity = performance.now();
  }

  /** An archive was read back and found equal: so are the files in it. */
  compared(files: number): void {
    this.#filesCompared += files;
  }

  /** How far the run has come, to go back to. */
  mark(): Progress {
    return {
      filesDone: this.#filesDone,
      bytesDone: this.#bytesDone,
      filesWritten: this.#filesWritten,
      bytesWritten: this.#bytesWritten,
      bytesSettled: this.#bytesSettled,
    };
  }

  /** What was counted since is not there after all. What was told since stays told. */
  backTo({ filesDone, bytesDone, filesWritten, bytesWritten, bytesSettled }: Progress): void {
    this.#filesDone = filesDone;
    this.#bytesDone = bytesDone;
    this.#bytesSettled = bytesSettled;
    this.#filesWritten = filesWritten;
    this.#bytesWritten = bytesWritten;
  }

  #show(entry: Entry): void {
    this.#copied = null;
    this.#lastActivity = performance.now();
    this.#path = entry.path;
    if ('span' in entry.data) this.#position = entry.data.span.offset;
  }

  /** Sends what there is to tell now. */
  async tell(): Promise<void> {
    const place = this.#source.locate(this.#position);
    const { isPaused, held, isResting, closingCount } = this.#state();
    const newIssues = this.#newIssues;
    const newLog = this.#newLog;
    this.#newIssues = [];
    this.#newLog = [];
    await this.#send({
      runId: this.#totals.runId,
      step: this.#step,
      filesDone: this.#filesDone,
      filesTotal: this.#totals.files,
      bytesDone: this.#bytesDone,
      bytesTotal: this.#totals.size,
      path: this.#path,
      part: { name: place.part, number: place.number, count: this.#source.parts.length },
      bytesWritten: this.#bytesWritten,
      closing: closingCount,
      copied: this.#copied,
      idleMs: isPaused || isResting || held !== null ? 0 : this.idleMs,
      isPaused,
      held,
      isResting,
      newIssues,
      newLog,
    });
  }
}

/** For the log: which issue, of which entry. What a link points to, and a list of thousands, do not belong there. */
function issueLine(issue: Issue): string {
  const { kind } = issue;
  if (kind === 'damaged') return `${kind}: ${issue.damage.what}: ${issue.path}`;
  if ('path' in issue) return `${kind}: ${issue.path}`;
  if (kind === 'put-aside') return `${kind}: ${issue.paths.length} into ${issue.archive}`;
  return `${kind}: ${kind === 'links-left-out' ? issue.links.length : 'found' in issue ? issue.found : ''}`;
}
