// Entries and indexes as a format would read them, for tests of what comes after reading.
import type { ArchiveIndex, Entry, Format } from '../../src/archive/entry.ts';
import { makePlan, type Plan } from '../../src/plan/make-plan.ts';

/** A path that ends in `/` is a directory, unless the test says otherwise. */
export function entry(path: string, facts: Partial<Entry> = {}): Entry {
  const kind = path.endsWith('/') ? 'directory' : 'file';
  return { path, kind, size: 0, packedSize: 0, data: { in: 'nothing' }, ...facts };
}

export function link(path: string, size = 1): Entry {
  return entry(path, { kind: 'link', size, data: { in: 'stored', span: { offset: 0, length: size } } });
}

export function indexWith(entries: readonly Entry[], format: Format = 'jpa'): ArchiveIndex {
  return { format, version: '', isEncrypted: false, entries, issues: [], checks: [] };
}

/** The plan for entries of these paths, empty files and directories. */
export function planOf(paths: readonly string[], format: 'jpa' | 'zip' = 'jpa'): Plan {
  return makePlan(
    indexWith(
      paths.map((path) => entry(path)),
      format,
    ),
  );
}

/** Where the steps of a plan lead, a directory with a `/` behind it. */
export function written({ steps }: Plan): string[] {
  return steps.map(({ kind, path }) => path.join('/') + (kind === 'directory' ? '/' : ''));
}
