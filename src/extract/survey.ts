// Picked files → backups, each with its parts listed and what stands in the way of opening it. Names first (parts/), then
// the bytes where names cannot tell: a lone last part, the number of parts an archive states, a backup under a strange name.
import { detectFormat } from '../archive/detect-format.ts';
import { statedParts, type StatedParts } from '../archive/open-archive.ts';
import { BlobSource } from '../bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../parts/joined-source.ts';
import { groupParts, missingPartName, type PartSet } from '../parts/part-set.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { toProblem } from './wire.ts';
import type { FoundBackup, PartLine, Problem, Survey } from './worker-api.ts';

/** Files of no known name that are looked into; the rest are strays unread. */
const mostStraysRead = 32;
const mostStraysNamed = 100;
/** Writers cut a part short rather than split a header, which is at most this long. Bytes. */
const longestHeader = 65_535 + 64;

export interface SurveyedBackup {
  readonly found: FoundBackup;
  readonly source: JoinedSource;
}

export interface Surveyed {
  readonly survey: Survey;
  readonly backups: readonly SurveyedBackup[];
}

export async function surveyFiles(files: readonly File[]): Promise<Surveyed> {
  const { sets, strays } = groupParts(files);
  const { unmasked, rest } = await unmask(strays);
  const backups: SurveyedBackup[] = [];
  for (const set of [...sets, ...unmasked]) backups.push(await look(set, backups.length));
  return {
    survey: {
      backups: backups.map(({ found }) => found),
      strays: rest.slice(0, mostStraysNamed).map(({ name }) => name),
    },
    backups,
  };
}

/** A backup may bear any name: the format is told from the bytes. */
async function unmask(strays: readonly File[]): Promise<{ unmasked: PartSet<File>[]; rest: File[] }> {
  const unmasked: PartSet<File>[] = [];
  const rest: File[] = [];
  for (const [index, file] of strays.entries()) {
    const isBackup = index < mostStraysRead && (await startsLikeBackup(file));
    if (!isBackup) rest.push(file);
    else
      unmasked.push({
        stem: file.name,
        letter: 'j',
        family: null,
        parts: [{ number: Infinity, file, isUnfinished: false }],
        doubled: [],
        missing: [],
      });
  }
  return { unmasked, rest };
}

/** A stray that cannot be read (a folder dropped as a file, say) is no reason to refuse the others. */
async function startsLikeBackup(file: File): Promise<boolean> {
  try {
    return 'start' in (await detectFormat(sourceOf([file])));
  } catch (error) {
    if (error instanceof ExtractError) return false;
    throw error;
  }
}

function sourceOf(files: readonly File[]): JoinedSource {
  return joinSources(files.map((file) => ({ name: file.name, source: new BlobSource(file) })));
}

async function look(set: PartSet<File>, id: number): Promise<SurveyedBackup> {
  const files = set.parts.map(({ file }) => file);
  const source = sourceOf(files);
  const verdict = problemByName(set) ?? (await problemByBytes(set, source));
  const found = {
    id,
    name: files.at(-1)?.name ?? '',
    size: source.size,
    parts: partLines(set, verdict?.missing ?? []),
    problem: verdict?.problem ?? null,
  };
  return { source, found };
}

interface Verdict {
  readonly problem: Problem;
  /** Numbers of missing parts. */
  readonly missing: readonly number[];
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
    if (!(error instanceof ExtractError)) throw error;
    return { problem: toProblem(error), missing: [] };
  }
  const { count } = stated;
  const part = set.parts[0]?.file.name ?? '';
  const missing = count === null ? [] : missingOf(set, count);
  if (stated.beginsHere === 'no' && set.parts.length === 1) {
    const parts = namesOf(set, missing.length > 0 ? missing : [1]);
    return { problem: { code: 'last-part-only', where: { part, parts } }, missing: missing.length > 0 ? missing : [1] };
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

function partLines(set: PartSet<File>, missing: readonly number[]): readonly PartLine[] {
  const sizes = set.parts.map(({ file }) => file.size);
  const largest = Math.max(0, ...sizes.slice(0, -1));
  const present = set.parts.map(({ file, number, isUnfinished }, index) => {
    const isLast = index === set.parts.length - 1;
    const isOdd = largest > 0 && (isLast ? file.size - largest : largest - file.size) > longestHeader;
    const state = isUnfinished ? 'unfinished' : file.size === 0 ? 'empty' : isOdd ? 'odd-size' : 'present';
    return { number, line: { name: file.name, size: file.size, state } satisfies PartLine };
  });
  const doubled = set.doubled.map(({ file, number }) => ({
    number,
    line: { name: file.name, size: file.size, state: 'doubled' } satisfies PartLine,
  }));
  const absent = missing.map((number) => ({
    number,
    line: { name: missingPartName(set, number), size: 0, state: 'missing' } satisfies PartLine,
  }));
  const lines: { readonly number: number; readonly line: PartLine }[] = [...present, ...doubled, ...absent];
  return lines.sort((a, b) => (a.number === b.number ? 0 : a.number - b.number)).map(({ line }) => line);
}
