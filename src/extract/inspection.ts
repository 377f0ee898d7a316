// What can be asked of the open backup without a run: each capability is a class of its own, and is reached through here.
import { ContentListing } from './content-listing.ts';
import { DatabaseExport } from './database-export.ts';
import { EntryAccess } from './entry-access.ts';
import { PartHashing } from './part-hashing.ts';
import { PickedBackups } from './picked-backups.ts';
import { RunLists } from './run-lists.ts';
import { SiteInspection } from './site-inspection.ts';
import type { InspectionApi } from './worker-api.ts';

export class Inspection implements InspectionApi {
  protected readonly picked = new PickedBackups();
  /** Of the last run that has read entries. */
  protected readonly lists = new RunLists();
  readonly #content = new ContentListing(this.picked);
  readonly #site = new SiteInspection(this.picked);
  readonly #entries = new EntryAccess(this.picked);
  readonly #databases = new DatabaseExport(this.picked);
  readonly #hashing = new PartHashing();

  readonly listEntries: InspectionApi['listEntries'] = () => this.#content.listEntries();
  readonly choose: InspectionApi['choose'] = (...given) => this.#content.choose(...given);

  readonly readCard: InspectionApi['readCard'] = () => this.#site.readCard();

  readonly preview: InspectionApi['preview'] = (...given) => this.#entries.preview(...given);
  readonly saveEntry: InspectionApi['saveEntry'] = (...given) => this.#entries.saveEntry(...given);
  readonly stopSaving: InspectionApi['stopSaving'] = () => this.#entries.stopSaving();

  readonly listDatabases: InspectionApi['listDatabases'] = () => this.#databases.listDatabases();
  readonly listTables: InspectionApi['listTables'] = (...given) => this.#databases.listTables(...given);
  readonly exportDatabase: InspectionApi['exportDatabase'] = (...given) => this.#databases.exportDatabase(...given);
  readonly cancelDatabase: InspectionApi['cancelDatabase'] = () => this.#databases.cancelDatabase();
  readonly forgetDatabase: InspectionApi['forgetDatabase'] = () => this.#databases.forgetDatabase();

  readonly hashParts: InspectionApi['hashParts'] = async (onProgress) =>
    this.#hashing.read(this.picked.opened.backup.source, onProgress);
  // eslint-disable-next-line @typescript-eslint/require-await -- a call of the worker is a promise
  readonly cancelHashing: InspectionApi['cancelHashing'] = async () => {
    this.#hashing.cancel();
  };

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to reach the page like all else
  readonly list: InspectionApi['list'] = async (...given) => this.lists.make(...given);
}
