// Reads what the open backup says of itself.
import { readCard, type SiteCard } from '../site/card.ts';
import { EntryReader } from './entry-reader.ts';
import type { PickedBackups } from './picked-backups.ts';

export class SiteInspection {
  readonly #picked: Pick<PickedBackups, 'ready'>;

  constructor(picked: Pick<PickedBackups, 'ready'>) {
    this.#picked = picked;
  }

  /** A few bytes of a few entries: nobody needs to cancel it. */
  async readCard(): Promise<SiteCard> {
    const { ready } = this.#picked;
    if (ready === null) throw new Error('nothing is open');
    const reader = new EntryReader(ready.backup.source);
    const { signal } = new AbortController();
    return readCard(ready.index.entries, (entry, most) => reader.start(entry, most, signal));
  }
}
