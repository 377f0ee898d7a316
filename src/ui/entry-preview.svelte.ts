// One entry looked at: opened, shown, saved, closed. What is shown comes from the worker as data; nothing of it is ever a document.
import type { SaveTarget } from '../extract/entry-access-api.ts';
import type { WorkerClient } from '../extract/worker-client.ts';
import type { Preview } from '../listing/preview.ts';
import { ExtractError, type Problem } from '../problems/extract-error.ts';

/** The saving of the entry that is looked at. */
export type Saving =
  | { readonly name: 'none' }
  /** The user is asked where to. */
  | { readonly name: 'choosing' }
  | { readonly name: 'under-way'; readonly bytesWritten: number }
  | { readonly name: 'saved'; readonly file: string }
  /** Null for a fault of the program. */
  | { readonly name: 'failed'; readonly problem: Problem | null };

export type Look =
  | { readonly name: 'closed' }
  | { readonly name: 'reading' }
  | { readonly name: 'open'; readonly preview: Preview }
  | { readonly name: 'failed'; readonly problem: Problem | null };

export interface EntryPreviewParts {
  readonly worker: { readonly client: Pick<WorkerClient, 'preview' | 'saveEntry' | 'stopSaving'> };
  /** Notes an error in the log. */
  readonly onFailure: (error: unknown) => void;
}

export class EntryPreview {
  readonly #parts: EntryPreviewParts;
  #look = $state.raw<Look>({ name: 'closed' });
  #saving = $state.raw<Saving>({ name: 'none' });
  /** Counts looks: late answers about an earlier one are dropped. */
  #begun = 0;

  constructor(parts: EntryPreviewParts) {
    this.#parts = parts;
  }

  get look(): Look {
    return this.#look;
  }

  get saving(): Saving {
    return this.#saving;
  }

  /** The user is asked where to, or it is being written. */
  get isSaving(): boolean {
    return this.#saving.name === 'choosing' || this.#saving.name === 'under-way';
  }

  async open(ordinal: number): Promise<void> {
    const isCurrent = this.#begin({ name: 'reading' });
    try {
      const preview = await this.#parts.worker.client.preview(ordinal);
      if (isCurrent()) this.#look = { name: 'open', preview };
    } catch (error) {
      if (isCurrent()) this.#look = { name: 'failed', problem: this.#told(error) };
    }
  }

  /** A saving under way is stopped, and leaves nothing. */
  close(): void {
    if (this.#saving.name === 'under-way') this.#parts.worker.client.stopSaving().catch(() => undefined);
    this.#begin({ name: 'closed' });
  }

  /**
   * Saves the entry that is looked at, as it is in the backup. What is chosen for it is never used for another one.
   * @param name of the file, for a download
   * @param choose asks where to, and is called at once; null where the user chose nothing
   * @returns what there is to download; null where there is nothing to hand on
   */
  async save(name: string, choose: () => Promise<SaveTarget | null>): Promise<Blob | null> {
    if (this.#look.name !== 'open' || this.isSaving) return null;
    const { ordinal } = this.#look.preview;
    const isCurrent = this.#current();
    this.#saving = { name: 'choosing' };
    const onProgress = (bytesWritten: number): void => {
      if (isCurrent() && this.#saving.name === 'under-way') this.#saving = { name: 'under-way', bytesWritten };
    };
    try {
      const target = await choose();
      if (!isCurrent()) return null;
      this.#saving = target === null ? { name: 'none' } : { name: 'under-way', bytesWritten: 0 };
      if (target === null) return null;
      const blob = await this.#parts.worker.client.saveEntry(ordinal, target, onProgress);
      if (isCurrent()) this.#saving = { name: 'saved', file: target.handle?.name ?? name };
      return isCurrent() ? blob : null;
    } catch (error) {
      if (isCurrent()) this.#saving = { name: 'failed', problem: this.#told(error) };
      return null;
    }
  }

  #begin(look: Look): () => boolean {
    this.#begun += 1;
    this.#look = look;
    this.#saving = { name: 'none' };
    return this.#current();
  }

  #current(): () => boolean {
    const begun = this.#begun;
    return () => begun === this.#begun;
  }

  #told(error: unknown): Problem | null {
    this.#parts.onFailure(error);
    return error instanceof ExtractError ? { code: error.code, where: error.where } : null;
  }
}
