// Symbolic links, after all else. Where the sink can have them they are made, but for those that lead out of the backup's own
// folder; where it cannot, one issue tells of all, with their targets, so that they can be made by hand.
import type { Entry } from '../archive/entry.ts';
import { utf8OrEscaped } from '../bytes/text.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeEntry, type DecodeOptions } from '../decode/decode-entry.ts';
import { longestTarget, staysInside } from '../plan/link-target.ts';
import type { LinkStep } from '../plan/make-plan.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import type { LeftOutLink } from '../problems/issue.ts';
import { holdBack } from './hold-back.ts';
import type { Job } from './job.ts';

/** Of all targets that are only listed: beyond it links are listed without. Bytes. */
const mostTargets = 4 * 1024 * 1024;

export async function extractLinks(job: Job, source: ByteSource): Promise<void> {
  const { plan, sink, control, report, pool } = job;
  const options = { signal: control.signal, pool };
  const leftOut: LeftOutLink[] = [];
  let listedSize = 0;
  for (const link of plan.links) {
    await holdBack(job);
    const { entry } = link;
    try {
      if (sink.hasLinks) {
        await makeLink(job, link, await readTarget(entry, source, options));
      } else {
        listedSize += entry.size;
        const target = listedSize > mostTargets ? null : await readTarget(entry, source, options);
        leftOut.push({ path: entry.path, target });
      }
    } catch (error) {
      if (!(error instanceof DamagedEntry)) throw error;
      report.issue({ kind: 'damaged', path: entry.path, damage: error.damage });
    }
  }
  if (leftOut.length > 0) report.issue({ kind: 'links-left-out', links: leftOut });
}

async function makeLink({ sink, report }: Job, { entry, path, change }: LinkStep, target: string): Promise<void> {
  if (!staysInside(path, target)) {
    report.issue({ kind: 'link-leaves-folder', path: entry.path, target });
    return;
  }
  const { issue } = await sink.addLink(path, entry, target);
  if (issue !== undefined) report.issue(issue);
  else if (change !== null) report.issue({ kind: 'renamed', path: entry.path, writtenAs: path.join('/'), change });
}

async function readTarget(link: Entry, source: ByteSource, options: DecodeOptions): Promise<string> {
  if (link.size > longestTarget) throw new DamagedEntry({ what: 'too-long', expected: longestTarget });
  const target = new Uint8Array(link.size);
  let length = 0;
  for await (const piece of decodeEntry(link, source, options)) {
    target.set(piece, length);
    length += piece.length;
  }
  return utf8OrEscaped(target).text;
}
