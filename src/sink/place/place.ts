// Where a single output file comes to lie: chosen by the user, kept by the browser for a download, or in memory.
import type { Issue } from '../../problems/issue.ts';
import type { BrowserCalls } from '../browser-calls.ts';

export interface Place {
  /** What the browser is asked for this file. Once that is given up, all that is still to be done here fails. */
  readonly calls: BrowserCalls;
  /** Takes the next bytes. They are the caller's again when this resolves. @throws ExtractError */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * All that was written so far has come to the file, and what follows does not depend on it: a file that is there at a later
   * visit can be gone on with from here. @throws ExtractError
   */
  flush(): Promise<void>;
  /** The file is whole. @returns what there is to download; null where the file lies where the user wants it. @throws ExtractError */
  close(): Promise<Blob | null>;
  /** The whole file as it now lies there. To be called once it is closed. @throws what the browser says where it cannot be read */
  readBack(): Promise<Blob>;
  /**
   * The file is not wanted any more: nothing of it stays. A file that was there before is untouched. An issue where the browser
   * still holds something of it: it is given up, and what it answers later cannot be foreseen.
   */
  abandon(): Promise<Issue | null>;
}
