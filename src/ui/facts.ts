// The figures of the Ready and the Running face.
import type { StepName } from '../extract/events.ts';
import type { BackupSummary, ContentSummary } from '../extract/worker-api.ts';
import { bytes, count, counted, speed, timeLeft } from './format.ts';
import type { Running } from './run-state.ts';

const allSteps: readonly StepName[] = ['parts', 'password', 'files', 'closing', 'checks'];

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** The exact figure, where `value` is rounded. */
  readonly exact?: string;
}

/** @param needed bytes of what is to be extracted */
export function backupFacts(
  { format, version, isEncrypted, packedSize, content }: BackupSummary,
  needed: number,
): readonly Fact[] {
  const kind = `${format.toUpperCase()} ${version}`.trim();
  const archive = { label: 'Archive', value: isEncrypted ? `Encrypted (${kind})` : kind };
  if (content === null)
    return [archive, { label: 'Size', value: bytes(packedSize), exact: counted(packedSize, 'byte') }];
  return [
    archive,
    { label: 'Files', value: filesIn(content) },
    {
      label: 'Size, packed and extracted',
      value: `${bytes(packedSize)} → ${bytes(content.size)}`,
      exact: `${counted(packedSize, 'byte')} → ${counted(content.size, 'byte')}`,
    },
    { label: 'Free space needed', value: bytes(needed), exact: counted(needed, 'byte') },
    ...(content.linkCount > 0 ? [{ label: 'Symbolic links', value: count(content.linkCount) }] : []),
  ];
}

function filesIn({ fileCount, directoryCount }: ContentSummary): string {
  return directoryCount === 0 ? count(fileCount) : `${count(fileCount)} in ${counted(directoryCount, 'folder')}`;
}

/** A run that is ending is not held any more. */
function isHeld({ name, cancelledMs }: Running): boolean {
  return name === 'paused' && cancelledMs === null;
}

export function runFacts(run: Running): readonly Fact[] {
  const { update, reading } = run;
  if (update === null) return [];
  return [
    { label: 'Files', value: `${count(update.filesDone)} of ${count(update.filesTotal)}` },
    {
      label: run.destination.kind === 'test' ? 'Read in full' : 'Written in full',
      value: `${bytes(update.bytesWritten)} of ${bytes(update.bytesTotal)}`,
    },
    // The speed is that of packing.
    update.copied === null
      ? { label: 'Speed', value: isHeld(run) ? 'paused' : speed(reading.bytesPerSecond) }
      : { label: 'Copied into the file', value: `${bytes(update.copied.done)} of ${bytes(update.copied.total)}` },
  ];
}

/** The steps that the run passes, in order. */
export function runSteps({ backup, destination }: Running): readonly StepName[] {
  return allSteps.filter(
    (step) => (step !== 'password' || backup.isEncrypted) && (step !== 'closing' || destination.kind !== 'test'),
  );
}

/** A test has nothing to close. */
export function stepNow({ update, destination }: Running): StepName {
  const step = update?.step ?? 'parts';
  return step === 'closing' && destination.kind === 'test' ? 'checks' : step;
}

/** "about 6 seconds left" */
export function leftWords(run: Running): string {
  const { update, reading } = run;
  if (run.cancelledMs !== null) return 'cancelling';
  if (run.name === 'paused') return 'paused';
  if (update !== null && update.copied !== null) return 'copying';
  if (update !== null && update.step !== 'files' && reading.fraction === 1) return 'finishing';
  return reading.leftMs === null ? '' : `${timeLeft(reading.leftMs)} left`;
}
