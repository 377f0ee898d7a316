// Where everything can go: a folder, where this browser can write into one, or a single file of one of three formats.
import type { Destination } from '../extract/events.ts';
import type { OutputFormat } from '../pack/packer.ts';
import type { Choice } from './controls/choice.ts';
import type { OpenBackup } from './run-state.ts';

export type OutputKind = Exclude<Destination['kind'], 'test'>;

const folder: Choice<OutputKind> = {
  value: 'folder',
  title: 'Folder',
  effect:
    'Every file by itself, ready to look into. Browsers refuse some names, which go into a ZIP beside the others, and leave out links, permissions and dates.',
};

const files: readonly Choice<OutputKind>[] = [
  {
    value: 'zip',
    title: 'One .zip file',
    effect: 'The quickest. Keeps all files, links, permissions and dates. Opens everywhere.',
  },
  {
    value: 'tar',
    title: 'One .tar file',
    effect: 'Keeps all files, links, permissions and exact dates. For Linux servers and macOS. Not compressed.',
  },
  { value: 'tar.gz', title: 'One .tar.gz file', effect: 'The same, compressed: smaller, and slower to make.' },
];

/** The one named first is the one to begin with. */
export function outputChoices(canWriteFolders: boolean): readonly Choice<OutputKind>[] {
  return canWriteFolders ? [folder, ...files] : files;
}

/** `site.jps` → `site.zip`; another name where a part of the backup has this one. */
export function outputName({ name, parts }: OpenBackup, format: OutputFormat): string {
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const taken = new Set(parts.map((part) => part.name.toLowerCase()));
  const wanted = `${stem}.${format}`;
  return taken.has(wanted.toLowerCase()) ? `${stem}-unstowed.${format}` : wanted;
}

/** "Save as .zip" */
export function outputVerb(kind: OutputKind): string {
  return kind === 'folder' ? 'Extract to folder' : `Save as .${kind}`;
}
