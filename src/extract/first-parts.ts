// What first parts (`.j01`) begin with: JPA and JPS share the names of numbered parts, and the last part may not be at hand, or
// both may be.
import { detectFormat } from '../archive/detect-format.ts';
import { ForwardBlobSource } from '../bytes/forward-blob-source.ts';
import { joinSources } from '../parts/joined-source.ts';
import type { Family } from '../parts/part-name.ts';
import { isFirstOfNumbered } from '../parts/part-set.ts';
import { ExtractError } from '../problems/extract-error.ts';

/** Of those that tell. One that cannot be read is no reason to refuse the others: what reads it next says so. */
export async function beginningsOf(files: readonly File[]): Promise<ReadonlyMap<File, Family>> {
  const begun = new Map<File, Family>();
  for (const file of files) {
    if (!isFirstOfNumbered(file)) continue;
    const family = await familyOf(file);
    if (family !== null) begun.set(file, family);
  }
  return begun;
}

async function familyOf(file: File): Promise<Family | null> {
  try {
    const { is } = await detectFormat(joinSources([{ name: file.name, source: new ForwardBlobSource(file) }]));
    return is === 'jpa' || is === 'jps' ? is : null;
  } catch (error) {
    if (error instanceof ExtractError) return null;
    throw error;
  }
}
