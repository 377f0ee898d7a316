// Saving a database, from the first look at what there is to the file: its states, and the verbs between them.
import type { DatabaseApi, DatabaseProgress, SavedDatabase } from '../extract/database-api.ts';
import { ExtractError, type Problem } from '../problems/extract-error.ts';
import type { DatabaseFacts } from '../site/databases.ts';
import {
  chosenTables,
  faultOf,
  firstChoice,
  prefixOf,
  withoutFiles,
  type BackupOrigin,
  type DatabaseChoice,
} from './database-choice.ts';

/** Reading the dump: for the names of its tables, or for the file. */
interface UnderWay<Name> {
  readonly name: Name;
  readonly database: DatabaseFacts;
  readonly choice: DatabaseChoice;
  readonly progress: DatabaseProgress;
  readonly isCancelling: boolean;
}

export type SavingState =
  | { readonly name: 'closed' }
  | { readonly name: 'choosing'; readonly database: DatabaseFacts; readonly choice: DatabaseChoice }
  | UnderWay<'listing'>
  | UnderWay<'saving'>
  | {
      readonly name: 'saved';
      readonly database: DatabaseFacts;
      readonly fileName: string;
      readonly result: SavedDatabase;
      /** What there was to download has been handed to the browser. */
      readonly isHandedOver: boolean;
    }
  /** Null for a fault of the program. */
  | {
      readonly name: 'failed';
      readonly database: DatabaseFacts;
      readonly choice: DatabaseChoice;
      readonly problem: Problem | null;
    };

/** Where the file goes. */
export interface SqlTarget {
  readonly fileName: string;
  readonly handle: FileSystemFileHandle | null;
  readonly page: string;
  readonly origin: BackupOrigin;
}

export class DatabaseSaving {
  readonly #worker: () => DatabaseApi;
  #databases = $state.raw<readonly DatabaseFacts[]>([]);
  #state = $state.raw<SavingState>({ name: 'closed' });

  constructor(worker: () => DatabaseApi) {
    this.#worker = worker;
  }

  get state(): SavingState {
    return this.#state;
  }

  /** Of the open backup. */
  get databases(): readonly DatabaseFacts[] {
    return this.#databases;
  }

  /** Something would be lost if the page was left now. */
  get isBusy(): boolean {
    const state = this.#state;
    return state.name === 'saving' || (state.name === 'saved' && state.result.download !== null && !state.isHandedOver);
  }

  /** Sees which databases the open backup has. */
  async look(): Promise<void> {
    try {
      this.#databases = await this.#worker().listDatabases();
    } catch (error) {
      // What cannot be read is not offered; who extracts it is told.
      if (!(error instanceof ExtractError)) throw error;
    }
  }

  /** Opens the dialog on one of them, the first if none is named. */
  open(key?: string): void {
    const database = this.#databases.find((one) => one.key === key) ?? this.#databases[0];
    if (database !== undefined) this.#state = { name: 'choosing', database, choice: firstChoice(database) };
  }

  choose(choice: DatabaseChoice): void {
    if (this.#state.name === 'choosing') this.#state = { ...this.#state, choice };
  }

  /** Reads the dump of a backup that does not list its tables. */
  async listTables(): Promise<void> {
    const state = this.#state;
    if (state.name !== 'choosing') return;
    const { database, choice } = state;
    await this.#during('listing', { database, choice }, async (worker, onProgress) => {
      const tables = await worker.listTables(database.key, onProgress);
      const listed = tables === null ? database : { ...database, tables };
      this.#databases = this.#databases.map((one) => (one.key === listed.key ? listed : one));
      return { name: 'choosing', database: listed, choice };
    });
  }

  async save({ fileName, handle, page, origin }: SqlTarget): Promise<void> {
    const state = this.#state;
    if (state.name !== 'choosing' || faultOf(state.database, state.choice) !== null) return;
    const { database, choice } = state;
    const { dropsFirst, isCompressed, without } = choice;
    const what = { key: database.key, tables: chosenTables(database, choice), prefix: prefixOf(database, choice) };
    const order = { ...what, dropsFirst, isCompressed, without, handle, page, ...origin };
    await this.#during('saving', { database, choice }, async (worker, onProgress) => {
      const result = await worker.exportDatabase(order, onProgress);
      if (result === null) return { name: 'choosing', database, choice };
      return { name: 'saved', database: withoutFiles(database, without), fileName, result, isHandedOver: false };
    });
  }

  async cancel(): Promise<void> {
    const state = this.#state;
    if (state.name !== 'listing' && state.name !== 'saving') return;
    this.#state = { ...state, isCancelling: true };
    await this.#worker().cancelDatabase();
  }

  handedOver(): void {
    if (this.#state.name === 'saved') this.#state = { ...this.#state, isHandedOver: true };
  }

  /** After a failure: back to the choices, which are as they were. */
  tryAgain(): void {
    const state = this.#state;
    if (state.name === 'failed') this.#state = { name: 'choosing', database: state.database, choice: state.choice };
  }

  /** The file of the dump that kept it from being saved, if it can be saved without that. */
  get damagedFile(): string | null {
    const state = this.#state;
    if (state.name !== 'failed' || state.problem?.code !== 'database-damaged') return null;
    const isLast = state.database.parts.length <= state.choice.without.length + 1;
    return isLast ? null : (state.problem.where.entry ?? null);
  }

  /** After a failure by a damaged file of the dump: back to the choices, without it. */
  goOnWithout(path: string): void {
    const state = this.#state;
    if (state.name !== 'failed') return;
    const choice = { ...state.choice, without: [...state.choice.without, path] };
    this.#state = { name: 'choosing', database: state.database, choice };
  }

  /** The file could not be asked for. */
  fail(error: unknown): void {
    const state = this.#state;
    if (!('choice' in state)) return;
    const { database, choice } = state;
    const problem = error instanceof ExtractError ? { code: error.code, where: error.where } : null;
    this.#state = { name: 'failed', database, choice, problem };
  }

  /** Closes the dialog; what is under way is cancelled first, and closed by the next call. */
  async close(): Promise<void> {
    const state = this.#state;
    if (state.name === 'listing' || state.name === 'saving') return this.cancel();
    this.#state = { name: 'closed' };
    if (state.name === 'saved' && state.result.download !== null) await this.#worker().forgetDatabase();
  }

  /** Another backup, or none: nothing of this one is shown any more. */
  forget(): void {
    this.#databases = [];
    this.#state = { name: 'closed' };
  }

  async #during(
    name: 'listing' | 'saving',
    { database, choice }: { readonly database: DatabaseFacts; readonly choice: DatabaseChoice },
    work: (worker: DatabaseApi, onProgress: (progress: DatabaseProgress) => void) => Promise<SavingState>,
  ): Promise<void> {
    const progress = { bytesDone: 0, bytesTotal: database.size };
    this.#state = { name, database, choice, progress, isCancelling: false };
    const isShown = (): boolean => this.#state.name === name;
    try {
      const next = await work(this.#worker(), (told) => {
        const state = this.#state;
        if (state.name === name) this.#state = { ...state, progress: told };
      });
      if (isShown()) this.#state = next;
    } catch (error) {
      if (isShown()) this.fail(error);
    }
  }
}
