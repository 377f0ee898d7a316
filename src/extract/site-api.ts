// What the page may ask of the worker about the site in the open backup.
import type { SiteCard } from '../site/card.ts';

export interface SiteApi {
  /** What the open backup says of itself. What of it cannot be read is left out, and named. @throws Error where none is open */
  readCard(): Promise<SiteCard>;
}
