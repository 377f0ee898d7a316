// Picked files → backups, each with its parts listed and what stands in the way of opening it. Names first (parts/), then
// the bytes where names cannot tell: a lone last part, the number of parts an archive states, a backup under a strange name.
import { detectFormat } from '../archive/detect-format.ts';
import { ForwardBlobSource } from '../bytes/forward-blob-source.ts';
import { ExchangeableSource } from '../bytes/exchangeable-source.ts';
import { joinSources, type JoinedSource } from '../parts/joined-source.ts';
import { groupParts } from '../parts/group-parts.ts';
import { missingPartName, type NamedFile, type PartSet } from '../parts/part-set.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { beginningsOf } from './first-parts.ts';
import { judgeParts } from './judge-parts.ts';
import { partLines } from './part-lines.ts';
import type { FoundBackup, Survey } from './worker-api.ts';

/** Files of no known name that are looked into; the rest are strays unread. */
const mostStraysRead = 32;
const mostStraysNamed = 100;

export interface SurveyedBackup {
  readonly found: FoundBackup;
  /** The parts at hand. */
  readonly source: JoinedSource;
  /** Of its parts, in order. */
  readonly files: readonly ExchangeableSource[];
  /** What the browser says of them, in the same order. */
  readonly picked: readonly NamedFile[];
  /** The same with missing and empty parts in their places, for going on without them. */
  readonly sourceWithGaps: JoinedSource;
}

export interface Surveyed {
  readonly survey: Survey;
  readonly backups: readonly SurveyedBackup[];
}

/** @param folderNames in which each of the files lies, in the same order, as far as that is known */
export async function surveyFiles(files: readonly File[], folderNames: readonly string[] = []): Promise<Surveyed> {
  const folders = new Map(files.map((file, index) => [file, folderNames[index] ?? '']));
  const { sets, strays } = groupParts(files, { begun: await beginningsOf(files), folders });
  const { unmasked, rest } = await unmask(strays);
  const backups: SurveyedBackup[] = [];
  for (const set of [...sets, ...unmasked]) backups.push(await look(set, { id: backups.length, folders }));
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
    return 'start' in (await detectFormat(sourceOf([file]).source));
  } catch (error) {
    if (error instanceof ExtractError) return false;
    throw error;
  }
}

function sourceOf(picked: readonly File[]): Pick<SurveyedBackup, 'source' | 'files'> {
  const files = picked.map((file) => new ExchangeableSource(new ForwardBlobSource(file)));
  return { files, source: joinSources(files.map((source, index) => ({ name: picked[index]?.name ?? '', source }))) };
}

interface Place {
  readonly id: number;
  readonly folders: ReadonlyMap<File, string>;
}

async function look(set: PartSet<File>, { id, folders }: Place): Promise<SurveyedBackup> {
  const picked = set.parts.map(({ file }) => file);
  const { source, files } = sourceOf(picked);
  const verdict = await judgeParts(set, source);
  const last = picked.at(-1);
  const found = {
    id,
    name: last?.name ?? '',
    folder: (last && folders.get(last)) ?? '',
    size: source.size,
    parts: partLines(set, verdict?.missing ?? []),
    problem: verdict?.problem ?? null,
  };
  const sourceWithGaps = withGaps(set, files, verdict?.missing ?? []);
  return { source, sourceWithGaps, files, picked, found };
}

function withGaps(set: PartSet<File>, files: readonly ExchangeableSource[], missing: readonly number[]): JoinedSource {
  const atHand = set.parts.map(({ number, file }, index) => ({
    number,
    name: file.name,
    source: file.size > 0 ? (files[index] ?? null) : null,
  }));
  const absent = missing.map((number) => ({ number, name: missingPartName(set, number), source: null }));
  return joinSources([...atHand, ...absent].sort((a, b) => (a.number === b.number ? 0 : a.number - b.number)));
}
