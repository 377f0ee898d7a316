// Reads what the open backup says of itself.
import { readCard, type SiteCard } from '../site/card.ts';
import { EntryReader } from './entry-reader.ts';
import type { PickedBackups } from './picked-backups.ts';

export class SiteInspection {
  readonly #picked: PickedBackups;

  constructor(picked: PickedBackups) {
    this.#picked = picked;
  }

  /** A few bytes of a few entries: nobody needs to cancel it. */
  async readCard(): Promise<SiteCard> {
    const { backup, index } = this.#picked.opened;
    const reader = new EntryReader(backup.source);
    const { signal } = new AbortController();
    return readCard(index, (entry, most) => reader.start(entry, most, signal));
  }
}
