// Index → the exact list of what is going to be written, in archive order, and what is not and why. Pure.
import type { ArchiveIndex, Entry, Format } from '../archive/entry.ts';
import type { Issue, NameChange } from '../problems/issue.ts';
import { isAwkwardName } from './awkward-name.ts';
import { safePath, type SafePath } from './safe-path.ts';
import { TakenPaths } from './taken-paths.ts';

export type Step =
  | { readonly kind: 'directory'; readonly entry: Entry; readonly path: SafePath }
  | { readonly kind: 'file'; readonly entry: Entry; readonly path: SafePath; readonly hasTwin: boolean };

/** A symbolic link, for places that can have one. */
export interface LinkStep {
  readonly entry: Entry;
  readonly path: SafePath;
  readonly change: NameChange | null;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** To be made after all else, if at all: nothing can be written through a link that is not there yet. */
  readonly links: readonly LinkStep[];
  /** What is not delivered, or under another name; known before anything is written. */
  readonly issues: readonly Issue[];
  readonly fileCount: number;
  readonly directoryCount: number;
  /** Bytes of all files in the plan. */
  readonly size: number;
  /** Files and folders with a name that some browsers refuse. */
  readonly awkwardNames: number;
}

export function makePlan(index: ArchiveIndex): Plan {
  const steps: Step[] = [];
  const links: LinkStep[] = [];
  const issues: Issue[] = [];
  const taken = new TakenPaths();
  let fileCount = 0;
  let size = 0;
  let awkwardNames = 0;

  for (const entry of index.entries) {
    const verdict = judge(entry, index.format);
    if ('issue' in verdict) {
      issues.push(verdict.issue);
      continue;
    }
    if (verdict.path === null) continue;
    if (entry.kind === 'link') {
      links.push({ entry, path: verdict.path, change: verdict.change });
      continue;
    }
    const isFile = entry.kind === 'file';
    const placed = isFile ? taken.placeFile(verdict.path) : taken.placeFolder(verdict.path);
    const { path, hasTwin } = placed;
    const change = placed.change ?? verdict.change;
    if (change !== null) issues.push({ kind: 'renamed', path: entry.path, writtenAs: path.join('/'), change });
    if (path.some(isAwkwardName)) awkwardNames += 1;

    if (isFile) {
      steps.push({ kind: 'file', entry, path, hasTwin });
      fileCount += 1;
      size += entry.size;
    } else {
      steps.push({ kind: 'directory', entry, path });
    }
  }
  const { folderCount: directoryCount } = taken;
  return { steps, links: placeLinks(links, taken), issues, fileCount, directoryCount, size, awkwardNames };
}

/** After all else, so that a link takes no name from a file. */
function placeLinks(links: readonly LinkStep[], taken: TakenPaths): readonly LinkStep[] {
  return links.map(({ entry, path, change }) => {
    const placed = taken.placeFile(path);
    return { entry, path: placed.path, change: placed.change ?? change };
  });
}

type Verdict =
  /** `path` is null for the root folder itself, which is there already. */
  { readonly path: SafePath | null; readonly change: NameChange | null } | { readonly issue: Issue };

function judge(entry: Entry, format: Format): Verdict {
  if (entry.data.in === 'unsupported')
    return { issue: { kind: 'unsupported', path: entry.path, method: entry.data.method } };
  const verdict = safePath(entry.path, format);
  switch (verdict.is) {
    case 'outside':
      return { issue: { kind: 'leaves-folder', path: entry.path } };
    case 'too-deep':
      return { issue: { kind: 'too-deep', path: entry.path } };
    case 'root':
      return entry.kind === 'directory'
        ? { path: null, change: null }
        : { issue: { kind: 'no-name', path: entry.path } };
    case 'safe':
      return { path: verdict.path, change: verdict.change ?? (entry.hasBadEncoding === true ? 'bad-encoding' : null) };
    default:
      return verdict satisfies never;
  }
}
