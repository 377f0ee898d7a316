// Runs one archive, whole or damaged, through the product: opened, planned, decoded, written into a sink in memory; and some of
// them another way as well (ways/). What must hold whatever the bytes are is judged here; what the seed gives is compared in
// verdict.ts.
import type { ArchiveIndex } from '../../src/archive/entry.ts';
import { openArchive } from '../../src/archive/open-archive.ts';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { extract } from '../../src/extract/extract.ts';
import { toOutcome } from '../../src/extract/outcome.ts';
import { Pacer } from '../../src/extract/pacer.ts';
import { proveByDecoding } from '../../src/extract/prove-by-decoding.ts';
import { RunReport } from '../../src/extract/run-report.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { usual } from '../extract/session-files.ts';
import { concat } from '../support/byte-writer.ts';
import { JudgingSink, type Delivered } from './judging-sink.ts';
import { packedContent } from './oracles.ts';
import { UnaskedControl } from './unasked-control.ts';
import { goAnotherWay } from './ways/go.ts';
import type { Way } from './ways/way.ts';

export interface Input {
  readonly parts: readonly Uint8Array[];
  readonly password: string;
  /** Ending of the last part's name. */
  readonly ending: string;
  /** Go on past damage. */
  readonly salvages: boolean;
  /** Where it goes a second time; null for nowhere. */
  readonly way: Way | null;
}

export type Result =
  | { readonly is: 'refused'; readonly code: string }
  | {
      readonly is: 'run';
      readonly tree: ReadonlyMap<string, Delivered>;
      readonly issues: readonly Issue[];
      readonly isComplete: boolean;
      /** What was told on the other way; null where it went none. */
      readonly toldAgain: readonly Issue[] | null;
    };

/** @throws where one of the invariants does not hold */
export async function runArchive(input: Input): Promise<Result> {
  const sources = input.parts.map((bytes) => new CountedSource(bytes));
  const source = joinSources(sources.map((counted, i) => ({ name: partName(input, i), source: counted })));
  const result = await openAndExtract(source, input).catch((error: unknown) => refused(error, input));
  const bytesRead = sources.reduce((sum, counted) => sum + counted.bytesRead, 0);
  if (bytesRead > (input.way === null ? 1 : 2) * mostRead(source.size))
    throw new Error(`${bytesRead} bytes were read of an archive of ${source.size}`);
  return result;
}

function refused(error: unknown, { password }: Input): Result {
  if (!(error instanceof ExtractError)) throw error;
  mustKeepSecret(password, { code: error.code, where: error.where, text: error.message });
  return { is: 'refused', code: error.code };
}

/** What an archive states is no reason to take more than what is decoded in one go. */
class BoundedPool extends BufferPool {
  override take(size: number): Uint8Array<ArrayBuffer> {
    if (size > wholeLimit) throw new Error(`${size} bytes were taken at once`);
    return super.take(size);
  }
}

/** One for all runs, as their buffers are most of what a run of a small archive costs. */
const pool = new BoundedPool();

async function openAndExtract(source: JoinedSource, input: Input): Promise<Result> {
  const index = await openIndex(source, input);
  const plan = makePlan(index);
  const sink = new JudgingSink(pool);
  const report = new RunReport(source, { files: plan.fileCount, size: plan.size, runId: null }, () => undefined);
  const control = new UnaskedControl();
  const pacer = new Pacer(null, control.signal);
  await extract({
    source,
    index,
    plan,
    sink,
    pool,
    control,
    report,
    choices: usual,
    pacer,
    startSumThreads: () => null,
    journal: null,
    beside: null,
  });
  sink.judgeEnd();
  const { facts } = report;
  const { issues } = facts;
  mustKeepSecret(input.password, issues);
  mustAccountForAll(index, sink, issues);
  mustHoldWhatLies(index, sink, concat(input.parts));
  const destination = { kind: 'folder', name: 'out' } as const;
  const ending = { isCancelled: false, isKept: false, selection: null, destination, download: null, filesHashed: 0 };
  const { isComplete } = toOutcome(source, index, plan, { ...facts, ...ending });
  const { tree } = sink;
  const toldAgain = input.way === null ? null : await goAnotherWay(input.way, { source, index, tree });
  mustKeepSecret(input.password, toldAgain);
  return { is: 'run', tree, issues, isComplete, toldAgain };
}

const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

async function openIndex(source: JoinedSource, { password, salvages }: Input): Promise<ArchiveIndex> {
  const opened = await openArchive(source, quiet, salvages ? proveByDecoding(source) : null);
  return opened.state === 'open' ? opened.index : opened.unlock(password, quiet);
}

function partName({ parts, ending }: Input, index: number): string {
  if (index === parts.length - 1) return `site.${ending}`;
  return `site.${ending.charAt(0)}${String(index + 1).padStart(2, '0')}`;
}

/** A few times over, and then some for a search at either end. */
function mostRead(size: number): number {
  return 64 * 1024 + 16 * size;
}

class CountedSource implements ByteSource {
  readonly size: number;
  readonly #source: MemorySource;
  bytesRead = 0;

  constructor(bytes: Uint8Array) {
    this.size = bytes.length;
    this.#source = new MemorySource(bytes);
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    this.bytesRead += length;
    return this.#source.read(offset, length);
  }
}

function mustKeepSecret(password: string, told: unknown): void {
  if (password !== '' && JSON.stringify(told).includes(password)) throw new Error('the password was told');
}

/** Of every entry it is told that it was not delivered, or it was. */
function mustAccountForAll(index: ArchiveIndex, sink: JudgingSink, issues: readonly Issue[]): void {
  const open = new Map<string, number>();
  const add = (path: string, count: number): void => {
    open.set(path, (open.get(path) ?? 0) + count);
  };
  const folders = new Set<string>();
  for (const { kind, path } of index.entries) {
    if (kind === 'directory') folders.add(path);
    else add(path, 1);
  }
  for (const { kind, entry } of sink.tree.values()) if (kind !== 'directory') add(entry.path, -1);
  for (const issue of issues) {
    if (notDelivered.has(issue.kind) && 'path' in issue && !folders.has(issue.path)) add(issue.path, -1);
  }
  for (const [path, count] of open) {
    if (count !== 0 && !folders.has(path)) throw new Error(`of ${path}, ${count} are neither delivered nor told of`);
  }
}

const notDelivered: ReadonlySet<Issue['kind']> = new Set([
  'leaves-folder',
  'too-deep',
  'path-too-long',
  'no-name',
  'damaged',
  'unsupported',
  'link-leaves-folder',
]);

/** What was delivered is what zlib makes of the bytes that the index speaks of. */
function mustHoldWhatLies(index: ArchiveIndex, sink: JudgingSink, archive: Uint8Array): void {
  for (const [name, { entry, kind, content }] of sink.tree) {
    if (kind === 'directory') continue;
    const expected = packedContent(entry, archive);
    if (expected === null || kind === 'link') continue;
    if (Buffer.compare(expected, content) !== 0) throw new Error(`${name} is not what the archive holds`);
  }
  if (index.entries.length > archive.length) throw new Error('more entries than bytes');
}
