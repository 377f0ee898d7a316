// The entries of the open backup, for the page that lists them and chooses among them.
import { transfer } from 'comlink';
import type { ArchiveIndex } from '../archive/entry.ts';
import { columnsOf, tableOf, type EntryTable } from '../listing/entry-table.ts';
import { selectionFor, type Preset } from '../plan/presets.ts';
import type { Selection } from '../plan/selection.ts';
import type { ContentApi } from './content-api.ts';
import type { PickedBackups } from './picked-backups.ts';

export class ContentListing implements ContentApi {
  readonly #picked: PickedBackups;

  constructor(picked: PickedBackups) {
    this.#picked = picked;
  }

  async listEntries(): Promise<EntryTable> {
    const table = tableOf((await this.#index()).entries);
    return transfer(table, columnsOf(table));
  }

  async choose(preset: Preset): Promise<Selection> {
    return selectionFor(await this.#index(), preset);
  }

  #index(): Promise<ArchiveIndex> {
    const { ready } = this.#picked;
    return ready === null ? Promise.reject(new Error('nothing is open')) : Promise.resolve(ready.index);
  }
}
