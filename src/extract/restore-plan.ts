// What a restore script is to set right after a run into a folder: the modes and times of all that was written, under the
// names it was written by, and the links that no browser can make.
import { groupBy } from '../parts/group-by.ts';
import { permissionsOf, usualPermissions } from '../plan/permissions.ts';
import { staysInside } from '../plan/link-target.ts';
import type { LinkStep, Plan, Step } from '../plan/make-plan.ts';
import { foldersAbove, withName, type SafePath } from '../plan/safe-path.ts';
import type { Issue } from '../problems/issue.ts';
import type { RestoreItem, RestoreLink, RestorePlan } from '../restore/restore-script.ts';

/** @param issues every one of the run */
export function toRestorePlan({ steps, links }: Plan, issues: readonly Issue[]): RestorePlan {
  const names = new WrittenNames(steps, issues);
  const items = { file: [] as RestoreItem[], directory: [] as RestoreItem[] };
  for (const { kind, entry, path } of steps) {
    const at = names.pathOf(entry.path, path);
    if (at === null) continue;
    items[kind].push({ path: at, permissions: permissionsOf(entry), modifiedMs: entry.modifiedMs ?? null });
  }
  const found = toLinks(links, issues);
  const written = [...items.file, ...items.directory];
  const directories = [...items.directory, ...unlistedFolders(written, items.directory)];
  // For a link that leads out the script makes nothing, so no folder either.
  const made = found.filter(({ path, target }) => staysInside(path, target));
  return { files: items.file, directories, links: found, linkFolders: unlistedFolders(made, directories) };
}

/** Folders that are there because something lies in them; the backup says nothing of them. */
function unlistedFolders(
  within: readonly { readonly path: SafePath }[],
  listed: readonly RestoreItem[],
): readonly RestoreItem[] {
  const known = new Set(listed.map(({ path }) => path.join('/')));
  const unlisted: RestoreItem[] = [];
  for (const { path } of within) {
    for (const folder of foldersAbove(path)) {
      const name = folder.join('/');
      if (known.has(name)) continue;
      known.add(name);
      unlisted.push({ path: folder, permissions: usualPermissions.directory, modifiedMs: null });
    }
  }
  return unlisted;
}

/** Targets were read for the issue that tells of the links, in their order. */
function toLinks(links: readonly LinkStep[], issues: readonly Issue[]): RestoreLink[] {
  const told = issues.flatMap((issue) => (issue.kind === 'links-left-out' ? issue.links : []));
  const targets = groupBy(told, ({ path }) => path);
  return [...groupBy(links, ({ entry }) => entry.path)].flatMap(([entryPath, rivals]) => {
    const found = targets.get(entryPath) ?? [];
    // One of several links of this name could not be read, and nobody knows whose target that was.
    if (found.length !== rivals.length) return [];
    return rivals.flatMap(({ path }, index) => {
      const target = found[index]?.target ?? null;
      return target === null ? [] : [{ path, target }];
    });
  });
}

/** Under which name each entry came to lie in the folder, if it did. */
class WrittenNames {
  /** Entries that were not written, and those that were already there and are not ours to change. */
  readonly #absent = new Set<string>();
  readonly #renamed = new Map<string, string>();
  readonly #doubled = new Set<string>();

  constructor(steps: readonly Step[], issues: readonly Issue[]) {
    for (const issue of issues) {
      if (issue.kind === 'put-aside') for (const path of issue.paths) this.#absent.add(path);
      if (!('path' in issue)) continue;
      if (issue.kind !== 'renamed') this.#absent.add(issue.path);
      // Other changes are in the plan already.
      else if (issue.change === 'same-name-here' || issue.change === 'name-of-a-part')
        this.#renamed.set(issue.path, issue.writtenAs);
    }
    const seen = new Set<string>();
    for (const { entry } of steps) {
      if (seen.has(entry.path)) this.#doubled.add(entry.path);
      seen.add(entry.path);
    }
  }

  pathOf(entryPath: string, planned: SafePath): SafePath | null {
    if (this.#absent.has(entryPath)) return null;
    const name = this.#renamed.get(entryPath)?.split('/').at(-1);
    if (name === undefined) return planned;
    // Two entries of one path, and nothing says which of them got the other name.
    return this.#doubled.has(entryPath) ? null : withName(planned, planned.length - 1, name);
  }
}
