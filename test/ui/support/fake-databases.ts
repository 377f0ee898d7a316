// The worker's answers about databases, for tests of the page.
import type { DatabaseApi, DatabaseOrder, DatabaseProgress, SavedDatabase } from '../../../src/extract/database-api.ts';
import type { DatabaseFacts } from '../../../src/site/databases.ts';
import { FakeSite } from './fake-site.ts';
import { Pending } from './pending.ts';

export const siteDatabase: DatabaseFacts = {
  key: 'installation/sql/site.sql',
  name: 'public_db',
  prefix: 'jos_',
  tables: ['#__content', '#__users', 'other'],
  parts: [3, 4, 5],
  size: 17_032,
  missing: [],
  missingCount: 0,
  statedPartCount: 3,
  mayBeCut: false,
  technology: 'mysql',
  marker: '/**ABDB**/',
};

export const savedDatabase: SavedDatabase = {
  download: null,
  size: 20_000,
  tables: 3,
  statements: 120,
  longestStatement: 300,
  viewsLeftOut: [],
  foreignCount: 0,
  foreignWords: [],
};

type OnProgress = (progress: DatabaseProgress) => void;

export class FakeDatabases extends FakeSite implements DatabaseApi {
  readonly databaseCalls: string[] = [];
  databases: readonly DatabaseFacts[] = [siteDatabase];
  order: DatabaseOrder | null = null;
  exporting = new Pending<SavedDatabase | null>();
  listing = new Pending<readonly string[] | null>();
  tellDatabase: OnProgress = () => undefined;

  listDatabases(): Promise<readonly DatabaseFacts[]> {
    return Promise.resolve(this.databases);
  }

  listTables(key: string, onProgress: OnProgress): Promise<readonly string[] | null> {
    this.databaseCalls.push(`listTables ${key}`);
    this.tellDatabase = onProgress;
    this.listing = new Pending();
    return this.listing.promise;
  }

  exportDatabase(order: DatabaseOrder, onProgress: OnProgress): Promise<SavedDatabase | null> {
    this.order = order;
    this.tellDatabase = onProgress;
    this.exporting = new Pending();
    return this.exporting.promise;
  }

  cancelDatabase(): Promise<void> {
    this.databaseCalls.push('cancelDatabase');
    return Promise.resolve();
  }

  forgetDatabase(): Promise<void> {
    this.databaseCalls.push('forgetDatabase');
    return Promise.resolve();
  }
}
