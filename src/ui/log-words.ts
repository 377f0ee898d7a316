// What the page itself writes into the debug log: what was found, opened, chosen, and what stopped it. Names, counts, sizes
// and times; never a password, nor anything out of a file.
import type { Outcome } from '../extract/events.ts';
import type { BackupSummary, PartLine, Survey, Target } from '../extract/worker-api.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { counted } from './format.ts';

/** A hostile name can claim millions of parts. */
const mostParts = 50;

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

function partLines(parts: readonly PartLine[]): readonly string[] {
  const more = parts.length - mostParts;
  return [
    ...parts.slice(0, mostParts).map(({ name, size, state }) => `  part ${name}: ${size} bytes, ${state}`),
    ...(more > 0 ? [`  and ${counted(more, 'more part')}`] : []),
  ];
}

export function surveyLines({ backups, strays }: Survey, ms: number): readonly string[] {
  const found = `${counted(backups.length, 'backup')} and ${counted(strays.length, 'other file')}`;
  return [
    `looked at the files in ${seconds(ms)}: ${found}`,
    ...backups.flatMap(({ name, folder, size, parts, problem }) => [
      `  ${name}${folder === '' ? '' : ` in ${folder}`}: ${size} bytes in ${counted(parts.length, 'part')}${problem === null ? '' : `, ${problem.code}`}`,
      ...partLines(parts),
    ]),
  ];
}

export function openedLines(backup: BackupSummary, ms: number): readonly string[] {
  const { name, format, version, isEncrypted, packedSize, content } = backup;
  const kind = `${format} ${version}`.trim();
  const first = `opened ${name} in ${seconds(ms)}: ${kind}${isEncrypted ? ', encrypted' : ''}, ${packedSize} bytes`;
  if (content === null) return [first, '  needs a password'];
  const { fileCount, directoryCount, linkCount, size, issues } = content;
  const entries = `${fileCount} files, ${directoryCount} folders, ${linkCount} links`;
  return [first, `  ${entries}, ${size} bytes extracted, ${issues.length} issues`];
}

export function targetLine(target: Target): string {
  if (target.kind === 'folder')
    return `extracting into ${target.folder.name}; files that are there: ${target.existing}; refused names: ${target.refused}`;
  if (target.kind === 'test') return 'testing: everything is read, and nothing is written';
  return `packing into ${target.name} (${target.kind}), ${target.handle === null ? 'to be downloaded' : 'the file chosen'}`;
}

export function outcomeLine(outcome: Outcome): string {
  return `ended: ${JSON.stringify(outcome)}`;
}

/** An error for the log: what it is and where, and for a fault of the program where in the program. */
export function errorLines(error: unknown): readonly string[] {
  if (error instanceof ExtractError)
    return [`stopped: ${error.code} ${JSON.stringify(error.where)}`, ...causeLines(error.cause)];
  return ['stopped by a fault of the program', ...causeLines(error)];
}

function causeLines(cause: unknown): readonly string[] {
  if (!(cause instanceof Error)) return [];
  return [`  ${cause.name}: ${cause.message}`, ...(cause.stack ?? '').split('\n').slice(1, 12)];
}
