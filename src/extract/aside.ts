// The archive beside the files: what the browser refuses to write under its name goes into a ZIP in the root of the folder,
// where it keeps its name and its path. Made after all else, as some refusals show only when a file is written.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { JoinedPart } from '../parts/joined-source.ts';
import type { Plan, Step } from '../plan/make-plan.ts';
import { foldedName } from '../plan/name-key.ts';
import { numberedName } from '../plan/taken-paths.ts';
import { isLoss, type Issue } from '../problems/issue.ts';
import { FilePlace } from '../sink/place/file-place.ts';
import { toPlaceError } from '../sink/place/place-error.ts';
import { removeMade } from '../sink/remove-made.ts';
import type { Sink } from '../sink/sink.ts';
import type { Beside, Job } from './job.ts';
import { packInto } from './open-sink.ts';
import type { RunReport } from './run-report.ts';
import { StepRun } from './step-run.ts';

const archiveName = 'unstow-refused-names.zip';

export interface AsideNeeds {
  readonly folder: FileSystemDirectoryHandle;
  /** What is known to be refused before the run. */
  readonly steps: readonly Step[];
  /** Of the backup that is being read: nothing may be written over them. */
  readonly parts: readonly JoinedPart[];
  readonly pool: BufferPool;
}

export class Aside implements Beside {
  readonly #needs: AsideNeeds;
  /** Refused by the browser in the run, and how many bytes of each the report has counted. */
  readonly #refused = new Map<Step, number>();

  constructor(needs: AsideNeeds) {
    this.#needs = needs;
  }

  add(step: Step, counted: number): void {
    this.#refused.set(step, counted);
  }

  /** Nothing of the archive stays where it fails or is cancelled. */
  async deliver(job: Job, source: ByteSource): Promise<void> {
    const { report, pacer } = job;
    const steps = [...this.#needs.steps, ...this.#refused.keys()];
    if (steps.length === 0) return;
    const before = report.facts;
    const knownIssues = before.issues.length;
    const archive = await this.#open(job.plan);
    let isWanted = false;
    try {
      await new StepRun(job, archive.sink, source, pacer).run(steps, null, (step) => this.#refused.get(step) ?? 0);
      const lost = new Set(report.facts.issues.slice(knownIssues).filter(isLoss).map(pathOf));
      const paths = steps.flatMap(({ entry }) => (lost.has(entry.path) ? [] : [entry.path]));
      if (paths.length === 0) return;
      await archive.sink.end();
      isWanted = true;
      report.issue({ kind: 'put-aside', archive: archive.name, paths });
    } finally {
      if (!isWanted) {
        await archive.sink.abandon();
        report.notWritten(before);
        await this.#remove(archive.name, report);
      }
    }
  }

  async #open(plan: Plan): Promise<{ readonly name: string; readonly sink: Sink }> {
    const { folder, parts, pool } = this.#needs;
    let name: string | null = null;
    try {
      const free = await freeName(folder, plannedAtRoot(plan));
      const handle = await folder.getFileHandle(free, { create: true });
      name = free;
      return { name, sink: packInto(await FilePlace.open(handle, parts), 'zip', pool) };
    } catch (error) {
      if (name !== null) await removeMade(folder, name);
      throw toPlaceError(error);
    }
  }

  async #remove(name: string, report: RunReport): Promise<void> {
    const reason = await removeMade(this.#needs.folder, name);
    if (reason !== null) report.issue({ kind: 'left-behind', path: name, reason });
  }
}

/**
 * Under which nothing is in the folder, neither from before nor out of the backup. An empty file of that name that no entry
 * accounts for is what a run has left that was broken off in here.
 */
async function freeName(folder: FileSystemDirectoryHandle, planned: ReadonlySet<string>): Promise<string> {
  const taken = new Set<string>();
  for await (const [name, handle] of folder.entries()) {
    const isLeftOver = name === archiveName && !planned.has(foldedName(name)) && (await isEmptyFile(handle));
    if (!isLeftOver) taken.add(foldedName(name));
  }
  let free = archiveName;
  for (let number = 2; taken.has(foldedName(free)); number += 1) free = numberedName(archiveName, number);
  return free;
}

async function isEmptyFile(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Promise<boolean> {
  return handle.kind === 'file' && (await handle.getFile()).size === 0;
}

function plannedAtRoot({ steps }: Plan): ReadonlySet<string> {
  return new Set(steps.flatMap(({ path }) => (path.length === 1 ? path.map(foldedName) : [])));
}

function pathOf(issue: Issue): string | null {
  return 'path' in issue ? issue.path : null;
}
