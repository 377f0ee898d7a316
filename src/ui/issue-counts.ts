// What was not written, and what was written otherwise than it stands in the archive: a line with a number for each kind.
import type { Issue } from '../problems/issue.ts';
import { counted } from './format.ts';

type Kind = Issue['kind'];

/** @param items of the kind @param told in how many issues */
type Line = (items: number, told: number) => string;

/** How a line of so many goes; null for what is no matter of single entries. */
const lines = {
  damaged: (n) => `${counted(n, 'file')} left out: damaged in the archive`,
  'kept-damaged': (n) =>
    `${counted(n, 'damaged file')} kept in part, under ${n === 1 ? 'a name' : 'names'} with .damaged at the end`,
  'name-refused': (n) => `${counted(n, 'entry', 'entries')} left out: the browser refuses the name`,
  'write-failed': (n) => `${counted(n, 'file')} left out: the browser could not write ${n === 1 ? 'it' : 'them'}`,
  'read-back-differs': (n) => `${counted(n, 'file')} left out: what was read back was not what had been written`,
  'leaves-folder': (n) => `${counted(n, 'entry', 'entries')} left out: the path leads out of the folder`,
  'too-deep': (n) => `${counted(n, 'entry', 'entries')} left out: too many folders within each other`,
  'path-too-long': (n) => `${counted(n, 'entry', 'entries')} left out: the path is too long for a folder`,
  'left-behind': (n) => `${counted(n, 'file')} begun and not whole, and still there: delete ${n === 1 ? 'it' : 'them'}`,
  'name-too-long': (n) => `${counted(n, 'entry', 'entries')} left out: the name is too long for this kind of file`,
  'no-name': (n) => `${counted(n, 'file')} left out: without a name`,
  'in-the-way': (n) => `${counted(n, 'entry', 'entries')} left out: something else stands in the way`,
  unsupported: (n) => `${counted(n, 'entry', 'entries')} left out: of a kind that cannot be read here`,
  'links-left-out': (n) => `${counted(n, 'symbolic link')} left out: a browser cannot make links`,
  'link-leaves-folder': (n) => `${counted(n, 'symbolic link')} left out: leading out of the backup’s own folder`,
  'kept-existing': (n) => `${counted(n, 'file')} left as found in the folder, as you chose`,
  'put-aside': (n, archives) =>
    `${counted(n, 'entry', 'entries')} put into ${archives === 1 ? 'a ZIP' : counted(archives, 'ZIP')} beside the others: the folder does not take the name`,
  renamed: (n) => `${counted(n, 'entry', 'entries')} written under another name`,
  'twin-name': (n) => `${counted(n, 'file')} with a name that Windows and macOS take for another’s`,
  'special-bits': null,
  'no-checksum': null,
  'doubled-fields': null,
  'count-differs': null,
  'size-differs': null,
  'end-mark-missing': null,
  'text-mode': null,
  'lost-bytes': (n) => `${counted(n, 'place')} in the archive where bytes are lost`,
  'parts-left-out': null,
  'parts-joined': null,
  'no-directory': null,
  'found-by-search': null,
  'weak-key': null,
  'old-key': null,
  'comment-cut': null,
  'unknown-fields': null,
  'large-expansion': null,
  'bytes-before': null,
  'bytes-after': null,
} satisfies Record<Kind, Line | null>;

/** One line per kind that occurs, the gravest first. */
export function issueCounts(issues: readonly Issue[]): readonly string[] {
  const counts = new Map<string, { readonly items: number; readonly told: number }>();
  for (const issue of issues) {
    const { items, told } = counts.get(issue.kind) ?? { items: 0, told: 0 };
    counts.set(issue.kind, { items: items + itemsOf(issue), told: told + 1 });
  }
  return Object.entries<Line | null>(lines).flatMap(([kind, line]) => {
    const { items, told } = counts.get(kind) ?? { items: 0, told: 0 };
    return line === null || items === 0 ? [] : [line(items, told)];
  });
}

/** What is told once for many. */
function itemsOf(issue: Issue): number {
  if (issue.kind === 'links-left-out') return issue.links.length;
  return issue.kind === 'put-aside' ? issue.paths.length : 1;
}
