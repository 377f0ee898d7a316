// Half a file rather than none, where the user says so: what can be read of a damaged entry goes beside the others under a name
// of its own that says what it is. Read twice: once to know how much there is, which some outputs must say first.
import { crc32 } from '../bytes/crc32.ts';
import { decodeDamaged } from '../decode/decode-damaged.ts';
import type { FileStep } from '../plan/make-plan.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import type { Sink } from '../sink/sink.ts';
import { holdBack } from './hold-back.ts';
import type { Job } from './job.ts';
import { damagedPath, freeDamagedPath } from './kept-name.ts';

/**
 * @returns what to tell of it; null where nothing can be read, or its name is not taken
 * @throws ExtractError where it cannot be written: nothing of it is left then
 */
export async function keepDamaged({ entry, path }: FileStep, job: Job, sink: Sink): Promise<Issue | null> {
  const options = { signal: job.control.signal, pool: job.pool };
  let size = 0;
  let sum = 0;
  for await (const piece of decodeDamaged(entry, job.source, options)) {
    size += piece.length;
    sum = crc32(piece, sum);
    await holdBack(job);
  }
  if (size === 0) return null;
  const isPacked = sink.takes !== 'unproved';
  const own = isPacked ? freeDamagedPath(path, job, sink) : damagedPath(path);
  const copy = { ...entry, size };
  // In a folder, a file of this name that is there already is looked for, and never replaced.
  const file = await sink.startFile({
    entry: copy,
    path: own,
    hasTwin: true,
    proof: { crc32: sum, packing: { method: 'stored', size } },
  });
  try {
    let written = 0;
    let isWanted = true;
    for await (const piece of decodeDamaged(entry, job.source, options)) {
      written += piece.length;
      isWanted = written <= size && (await file.write(piece));
      if (!isWanted) break;
      await holdBack(job);
    }
    // Less where a part cannot be read any more: an archive has said already how much it would be.
    const isLess = isWanted && written < size && isPacked;
    if (written > size || isLess) throw new ExtractError('archive-changed', { entry: entry.path });
    const { delivered, issue } = await file.finish();
    if (!delivered) return issue ?? null;
    const writtenAs = issue?.kind === 'renamed' ? issue.writtenAs : own.join('/');
    return { kind: 'kept-damaged', path: entry.path, writtenAs, size: written, of: entry.size };
  } catch (error) {
    await file.discard();
    throw error;
  }
}
