// May this set of parts be opened? Names and sizes answer first; where they cannot, the bytes do: a lone last part, the
// number of parts that an archive states, a first part that is none.
import { statedParts, type StatedParts } from '../archive/open-archive.ts';
import { diagnose } from '../diagnosis/diagnose.ts';
import { findTwins } from '../diagnosis/same-part.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { missingPartName, type PartSet } from '../parts/part-set.ts';
import { ExtractError, type Problem } from '../problems/extract-error.ts';
import { toProblem } from './wire.ts';

/** What stands in the way of opening a set. */
export interface Verdict {
  readonly problem: Problem;
  /** Numbers of missing parts. */
  readonly missing: readonly number[];
}

/** Null where nothing stands in the way. @throws what is not expected of bad parts */
export async function judgeParts(set: PartSet<File>, source: JoinedSource): Promise<Verdict | null> {
  return problemByName(set) ?? problemByBytes(set, source);
}

function problemByName(set: PartSet<File>): Verdict | null {
  const { missing } = set;
  const unfinished = set.parts.find((part) => part.isUnfinished);
  if (unfinished !== undefined)
    return { problem: { code: 'part-unfinished', where: { part: unfinished.file.name } }, missing };
  const empty = set.parts.find(({ file }) => file.size === 0);
  if (empty !== undefined) return { problem: { code: 'part-empty', where: { part: empty.file.name } }, missing };
  if (missing.length > 0)
    return { problem: { code: 'parts-missing', where: { parts: namesOf(set, missing) } }, missing };
  if (set.doubled.length > 0)
    return { problem: { code: 'parts-doubled', where: { parts: set.doubled.map(({ file }) => file.name) } }, missing };
  return null;
}

async function problemByBytes(set: PartSet<File>, source: JoinedSource): Promise<Verdict | null> {
  let stated: StatedParts;
  try {
    stated = await statedParts(source);
  } catch (error) {
    const reason = await diagnose(source, error);
    if (!(reason instanceof ExtractError)) throw reason;
    return { problem: toProblem(reason), missing: [] };
  }
  const { count } = stated;
  const twins = await findTwins(source);
  if (twins !== null) return { problem: { code: 'part-twice', where: { parts: twins } }, missing: [] };
  const part = set.parts[0]?.file.name ?? '';
  const missing = count === null || stated.areJoined ? [] : missingOf(set, count);
  if (stated.beginsHere === 'no' && set.parts.length === 1) {
    // How many parts precede it, a JPA does not say: the first at least.
    const before = missing.length > 0 ? missing : [1];
    return { problem: { code: 'last-part-only', where: { part, parts: namesOf(set, before) } }, missing: before };
  }
  if (stated.beginsHere !== 'yes' && set.parts.length > 1)
    return { problem: { code: 'parts-mixed-up', where: { part } }, missing: [] };
  if (missing.length > 0)
    return { problem: { code: 'parts-missing', where: { parts: namesOf(set, missing) } }, missing };
  if (count !== null && count < set.parts.length)
    return {
      problem: { code: 'part-count-differs', where: { expected: count, found: set.parts.length } },
      missing: [],
    };
  return null;
}

/** Of the `count` parts that an archive says it has. A hostile count is named by its first thousand. */
function missingOf(set: PartSet<File>, count: number): readonly number[] {
  const atHand = new Set(set.parts.map(({ number }) => number));
  const missing: number[] = [];
  for (let number = 1; number < Math.min(count, 1000); number += 1) {
    if (!atHand.has(number)) missing.push(number);
  }
  return missing;
}

function namesOf(set: PartSet<File>, numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => missingPartName(set, number));
}
