// What a fake worker says of the site in a backup and of its entries, and a sample of each.
import type { WorkerClient } from '../../../src/extract/worker-client.ts';
import type { Preview } from '../../../src/listing/preview.ts';
import type { SiteCard } from '../../../src/site/card.ts';

/** Of a backup that says nothing. */
export const emptyCard: SiteCard = {
  identity: {
    host: null,
    backupMs: null,
    akeebaVersion: null,
    phpVersion: null,
    root: null,
    description: null,
    comment: null,
    unreadable: [],
  },
  system: null,
  installer: 'none',
  folders: [],
  databases: [],
};

export const somePreview: Preview = {
  ordinal: 0,
  path: 'images/a.txt',
  size: 5,
  modifiedMs: null,
  mode: null,
  content: { kind: 'text', text: 'hello', encoding: 'UTF-8', isCut: false, isMasked: false },
};

export class FakeSite implements Pick<WorkerClient, 'readCard' | 'preview' | 'saveEntry' | 'stopSaving'> {
  readonly calls: string[] = [];
  shown: (ordinal: number) => Promise<Preview> = (ordinal) => Promise.resolve({ ...somePreview, ordinal });
  entrySaved: () => Promise<Blob | null> = () => Promise.resolve(new Blob(['saved']));
  /** Tells progress of the last saving of an entry. */
  tellSaved: (bytesWritten: number) => void = () => undefined;

  preview(ordinal: number): Promise<Preview> {
    return this.shown(ordinal);
  }

  saveEntry(ordinal: number, _: unknown, onProgress: (bytesWritten: number) => void): Promise<Blob | null> {
    this.calls.push(`saveEntry ${ordinal}`);
    this.tellSaved = onProgress;
    return this.entrySaved();
  }

  stopSaving(): Promise<void> {
    this.calls.push('stopSaving');
    return Promise.resolve();
  }

  card: () => Promise<SiteCard> = () => Promise.resolve(emptyCard);

  readCard(): Promise<SiteCard> {
    return this.card();
  }
}
