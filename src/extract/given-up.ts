// A part that the user has given up while a member of an archive in the making was being written from it. The archive has no use
// for half a member: it is begun anew without that one, where it can be.
import type { Entry } from '../archive/entry.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';

export class GivenUp extends ExtractError {
  readonly entry: Entry;

  constructor(entry: Entry) {
    super('part-unreadable', { entry: entry.path }, new DamagedEntry({ what: 'unreadable' }));
    this.entry = entry;
  }
}
