// Looks whether the chosen folder is still the one: what was written into another since the last look is not there.
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import type { FolderTree } from './folder-tree.ts';
import type { Lookout } from './sink.ts';

const elsewhere: readonly ErrorCode[] = ['folder-changed', 'folder-gone'];

export class FolderLookout implements Lookout {
  readonly #tree: FolderTree;
  readonly #verify: () => Promise<void>;
  #isElsewhere = false;
  #changes = 0;

  /** @param verify throws ExtractError where the folder is not what it was */
  constructor(tree: FolderTree, verify: () => Promise<void>) {
    this.#tree = tree;
    this.#verify = verify;
  }

  get changes(): number {
    return this.#changes;
  }

  async look(): Promise<void> {
    const { entered } = this.#tree;
    try {
      await this.#verify();
    } catch (error) {
      if (error instanceof ExtractError && elsewhere.includes(error.code)) this.#lose();
      throw error;
    }
    if (!this.#isElsewhere) this.#tree.confirm(entered);
    else {
      // Also what was begun while it was away.
      this.#lose();
      this.#isElsewhere = false;
    }
  }

  #lose(): void {
    this.#isElsewhere = true;
    this.#changes += 1;
    this.#tree.doubt();
  }
}
