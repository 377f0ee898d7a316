// From what the user chose to the sink of the run: a folder, or one file of a format in the best place this browser has.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { Sha256 } from '../bytes/sha256.ts';
import type { FileRun } from '../journal/file-run.ts';
import type { OutputFormat, Packer } from '../pack/packer.ts';
import { TarWriter } from '../pack/tar/tar-writer.ts';
import { ZipWriter, type ZipSoFar } from '../pack/zip/zip-writer.ts';
import type { JoinedPart } from '../parts/joined-source.ts';
import type { Plan } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { EntrySums } from '../listing/entry-sums.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import { CheckSink } from '../sink/check-sink.ts';
import { DirectorySink } from '../sink/directory-sink.ts';
import type { GuardedParts } from '../sink/guarded-parts.ts';
import { PackSink, type PackSinkParts } from '../sink/pack-sink.ts';
import { BatchedOutput } from '../sink/place/batched-output.ts';
import { ComparedPlace } from '../sink/place/compared-place.ts';
import { CopiedPlace } from '../sink/place/copied-place.ts';
import { GzipPlace } from '../sink/place/gzip-place.ts';
import { openPlace } from '../sink/place/open-place.ts';
import type { Place } from '../sink/place/place.ts';
import { ReadBack } from '../sink/read-back.ts';
import type { Sink } from '../sink/sink.ts';
import { outputSize } from './output-size.ts';
import type { RunOnRecord } from './run-order.ts';
import type { Target } from './worker-api.ts';

export interface SinkNeeds {
  readonly plan: Plan;
  /** Of the backup that is being read: nothing may be written over them. */
  readonly parts: readonly JoinedPart[];
  /** The same, as files in a folder. */
  readonly guarded: GuardedParts;
  readonly pool: BufferPool;
  /** Of a run that can be gone on with. */
  readonly kept: RunOnRecord | null;
  /** Told how far the copying of one file is that is made, in bytes. */
  readonly onCopied: (done: number, total: number) => void;
  /** Holds up what is done once everything is made, and ends it. */
  readonly gate: () => Promise<void>;
  /** Compares what was written; null where that is not wanted. */
  readonly comparing: Comparing | null;
  /** Of the entries that are read to their ends. */
  readonly sums: EntrySums;
  /** In which one file is opened, and all else is done with it. */
  readonly calls: BrowserCalls;
  /** Told of what may stay of that file, where its opening is given up. */
  readonly onLeftBehind: (issue: Issue) => void;
}

export interface Comparing {
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/** @throws ExtractError as `openPlace` does */
export async function openSink(target: Target, needs: SinkNeeds): Promise<Sink> {
  const { plan, parts, guarded, pool, kept, comparing, sums, calls, onLeftBehind } = needs;
  if (target.kind === 'test') return new CheckSink({ pool, sums });
  if (target.kind === 'folder') {
    const folderRun = kept?.kind === 'folder' ? kept : null;
    const verify = async (): Promise<void> => folderRun?.verify();
    const given = folderRun?.given ?? new Map<string, readonly string[]>();
    const readBack = comparing && new ReadBack(sums, comparing.signal);
    return new DirectorySink(target.folder, {
      pool,
      existing: target.existing,
      parts: guarded,
      verify,
      given,
      readBack,
    });
  }
  const { kind, handle, page } = target;
  if (kept?.kind === 'file') {
    const { sum, archive, made, saved } = kept;
    // The time that the first visit gave to entries without one.
    const nowMs = saved.start.startedMs;
    return packInto(kind, { file: comparedPlace(placeOf(kept, needs), comparing, sum), pool, archive, made, nowMs });
  }
  const file = await openPlace({ handle, page, parts, needed: outputSize(kind, plan), calls, onLeftBehind });
  return packInto(kind, { file: comparedPlace(file, comparing), pool });
}

/** Where what is made is kept until it is whole. */
function placeOf(run: FileRun, { parts, gate, onCopied, onLeftBehind }: SinkNeeds): Place {
  const { place, output } = run;
  const onOutgrown = (): void => {
    run.outgrow();
  };
  if (output === null) return place;
  return new CopiedPlace(place, { file: output, parts, gate, onCopied, onLeftBehind, onOutgrown });
}

/** The same place, compared where that is wanted. @param sum of what is in it already */
export function comparedPlace(file: Place, comparing: Comparing | null, sum: Sha256 | null = null): Place {
  return comparing === null ? file : new ComparedPlace(file, comparing.signal, sum ?? undefined);
}

export interface PackNeeds extends Pick<PackSinkParts, 'pool' | 'verify' | 'made'> {
  readonly file: Place;
  readonly nowMs?: number;
  /** One that is gone on with. */
  readonly archive?: ZipSoFar;
}

/** A sink that makes one archive of everything, in this file. */
export function packInto(format: OutputFormat, { file, archive, nowMs = Date.now(), ...needs }: PackNeeds): Sink {
  const place = format === 'tar.gz' ? new GzipPlace(file) : file;
  const output = new BatchedOutput(place);
  // Parts of a second would cost each member of a TAR that has no time of its own another header.
  const wholeMs = Math.floor(nowMs / 1000) * 1000;
  return new PackSink({ packer: packerFor(format, output, archive), output, place, nowMs: wholeMs, ...needs });
}

function packerFor(format: OutputFormat, output: BatchedOutput, archive?: ZipSoFar): Packer {
  switch (format) {
    case 'zip':
      return new ZipWriter(output, archive);
    case 'tar':
    case 'tar.gz':
      return new TarWriter(output, archive?.size);
    default:
      return format satisfies never;
  }
}
