// What the open backup says of itself, as far as it has been read. The backup is open and can be extracted without it: where
// it cannot be read, the page says so, and goes on.
import type { WorkerClient } from '../extract/worker-client.ts';
import type { SiteCard } from '../site/card.ts';

export type CardState =
  | { readonly name: 'reading' }
  | { readonly name: 'known'; readonly card: SiteCard }
  /** The reason is in the log. */
  | { readonly name: 'failed' };

export interface CardReadingParts {
  readonly worker: { readonly client: Pick<WorkerClient, 'readCard'> };
  readonly onFailure: (error: unknown) => void;
}

export class CardReading {
  readonly #parts: CardReadingParts;
  #state = $state.raw<CardState>({ name: 'reading' });
  #begun = 0;

  constructor(parts: CardReadingParts) {
    this.#parts = parts;
  }

  get state(): CardState {
    return this.#state;
  }

  /** To be called as soon as a backup is open. A late answer about an earlier one is dropped. */
  async read(): Promise<void> {
    this.#begun += 1;
    const reading = this.#begun;
    this.#state = { name: 'reading' };
    let state: CardState;
    try {
      state = { name: 'known', card: await this.#parts.worker.client.readCard() };
    } catch (error) {
      if (reading === this.#begun) this.#parts.onFailure(error);
      state = { name: 'failed' };
    }
    if (reading === this.#begun) this.#state = state;
  }
}
