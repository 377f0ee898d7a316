// What becomes of an entry by its path and its kind of data alone, before any other entry counts.
import type { Entry, Format } from '../archive/entry.ts';
import type { Issue, NameChange } from '../problems/issue.ts';
import { safePath, type SafePath } from './safe-path.ts';

export type EntryVerdict =
  | { readonly is: 'sound'; readonly path: SafePath; readonly change: NameChange | null }
  /** Its path leads out. It can be had all the same, at this one. */
  | { readonly is: 'outside'; readonly path: SafePath }
  /** The root folder itself, which is there already. */
  | { readonly is: 'root' }
  | { readonly is: 'left-out'; readonly issue: Issue };

export function judgeEntry(entry: Entry, format: Format): EntryVerdict {
  const { path, kind, data } = entry;
  if (data.in === 'unsupported') return leftOut({ kind: 'unsupported', path, method: data.method });
  const verdict = safePath(path, format);
  switch (verdict.is) {
    case 'outside':
      // A link that was moved would lead elsewhere than it did.
      if (verdict.path !== null && kind !== 'link') return { is: 'outside', path: verdict.path };
      return leftOut({ kind: verdict.path === null && kind === 'file' ? 'no-name' : 'leaves-folder', path });
    case 'root':
      return kind === 'directory' ? { is: 'root' } : leftOut({ kind: 'no-name', path });
    case 'safe':
      return {
        is: 'sound',
        path: verdict.path,
        change: verdict.change ?? (entry.hasBadEncoding === true ? 'bad-encoding' : null),
      };
    default:
      return verdict satisfies never;
  }
}

function leftOut(issue: Issue): EntryVerdict {
  return { is: 'left-out', issue };
}
