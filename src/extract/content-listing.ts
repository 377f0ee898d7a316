// The entries of the open backup, for the page that lists them and chooses among them.
import { transfer } from 'comlink';
import type { ArchiveIndex } from '../archive/entry.ts';
import { columnsOf, tableOf, type EntryTable } from '../listing/entry-table.ts';
import { selectionFor, type Preset } from '../plan/presets.ts';
import type { Selection } from '../plan/selection.ts';
import { findDatabases } from '../site/databases.ts';
import type { ContentApi } from './content-api.ts';
import type { PickedBackups } from './picked-backups.ts';

export class ContentListing implements ContentApi {
  readonly #picked: PickedBackups;

  constructor(picked: PickedBackups) {
    this.#picked = picked;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to reach the page like all else
  async listEntries(): Promise<EntryTable> {
    const table = tableOf(this.#picked.opened.index.entries);
    return transfer(table, columnsOf(table));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async choose(preset: Preset): Promise<Selection> {
    const { index } = this.#picked.opened;
    return selectionFor(index, preset, preset.kind === 'database' ? dumpsIn(index) : undefined);
  }
}

/** What a list says of them changes nothing in which they are. */
function dumpsIn(index: ArchiveIndex): ReadonlySet<number> {
  return new Set(findDatabases(index, []).flatMap(({ parts }) => parts));
}
