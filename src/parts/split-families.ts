// JPA and JPS backups of one name, told apart.
import { familyBegun, type Named, type NamedFile } from './part-set.ts';

/**
 * `site.jpa` and `site.jps` side by side are two backups. Whose the numbered parts are, the first of them tells; without it they
 * go to the JPA.
 */
export function splitFamilies<F extends NamedFile>(group: readonly Named<F>[]): (readonly Named<F>[])[] {
  const families = new Set(group.map(({ name }) => name.family).filter((family) => family !== null));
  if (families.size < 2) return [group];
  const owner = familyBegun(group) ?? 'jpa';
  return [...families].map((family) =>
    group.filter(({ name }) => name.family === family || (name.family === null && family === owner)),
  );
}
