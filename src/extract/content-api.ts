// What the page may ask of an open backup's content before anything is extracted: a part of the worker's calls. Types only.
import type { EntryTable } from '../listing/entry-table.ts';
import type { Preset } from '../plan/presets.ts';
import type { Selection } from '../plan/selection.ts';

export interface ContentApi {
  /** Every entry of the open backup. @throws Error where none is open */
  listEntries(): Promise<EntryTable>;
  /** Which entries a preset means. @throws Error where no backup is open */
  choose(preset: Preset): Promise<Selection>;
}
