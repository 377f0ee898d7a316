// The usual choices of what to extract, each as the entries of an archive that it means.
import type { ArchiveIndex, Entry, Format } from '../archive/entry.ts';
import { matcherOf } from './pattern.ts';
import { selectionOf, type Selection } from './selection.ts';
import { writtenPath } from './written-path.ts';

export type Preset =
  | { readonly kind: 'everything' }
  /** Without the restoration script, which brings the database along. */
  | { readonly kind: 'site-files' }
  /** What the database was dumped into, wherever that lies, and what describes it. */
  | { readonly kind: 'database' }
  /** Patterns as in pattern.ts, against whole paths as in the archive. */
  | { readonly kind: 'matching'; readonly patterns: string };

/** Where the vendor's products put the restoration script, and the database within it. */
const installer = 'installation';
const database = 'sql';

/** @param dumps ordinals of the files that databases were dumped into */
export function selectionFor(
  { entries, format }: ArchiveIndex,
  preset: Preset,
  dumps: ReadonlySet<number> = new Set(),
): Selection {
  const isIn = judgeOf(preset, format);
  const isDump = (ordinal: number) => preset.kind === 'database' && dumps.has(ordinal);
  return selectionOf(entries.length, (ordinal) => {
    const entry = entries[ordinal];
    return entry !== undefined && (isIn(entry) || isDump(ordinal));
  });
}

function judgeOf(preset: Preset, format: Format): (entry: Entry) => boolean {
  switch (preset.kind) {
    case 'everything':
      return () => true;
    case 'site-files':
      return ({ path }) => componentsOf(path, format)[0] !== installer;
    case 'database':
      return (entry) => isOfDatabase(entry, componentsOf(entry.path, format));
    case 'matching': {
      const isMatch = matcherOf(preset.patterns);
      return ({ path }) => isMatch(path);
    }
    default:
      return preset satisfies never;
  }
}

/** Everything in its folder, and the folders it lies in, whose modes the archive tells. */
function isOfDatabase({ kind }: Entry, [first, second, ...rest]: readonly string[]): boolean {
  if (first !== installer) return false;
  if (second === undefined) return kind === 'directory';
  return second === database && (rest.length > 0 || kind === 'directory');
}

/** Of the path under which an entry would be written; none where it would not be. */
function componentsOf(path: string, format: Format): readonly string[] {
  return writtenPath(path, format)?.split('/') ?? [];
}
