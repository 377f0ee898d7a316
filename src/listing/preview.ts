// What one entry looks like without being extracted: the kinds there are, and the limits. Data only; nothing of it is ever
// handed to anything that would run or render it as a document.
import type { Damage } from '../problems/issue.ts';
import type { ImageSize, ImageType } from './image-type.ts';
import type { TextEncoding } from './decode-text.ts';

/** Bytes. */
export const mostTextShown = 256 * 1024;
export const mostBytesShown = 64 * 1024;
export const mostImageShown = 32 * 1024 * 1024;
export const mostPixelsShown = 100_000_000;
/** Longer than any path a system takes. Bytes. */
export const mostTargetShown = 4096;

export type PreviewContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly encoding: TextEncoding;
      /** There is more of it than is shown. */
      readonly isCut: boolean;
      /** Passwords and keys in it are masked. */
      readonly isMasked: boolean;
    }
  | { readonly kind: 'image'; readonly blob: Blob; readonly type: ImageType; readonly size: ImageSize | null }
  | { readonly kind: 'hex'; readonly bytes: Uint8Array; readonly isCut: boolean; readonly isMasked: boolean }
  /** A file that may hold passwords, and cannot be masked as it is no text. */
  | { readonly kind: 'withheld' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'damaged'; readonly damage: Damage }
  | { readonly kind: 'unsupported'; readonly method: string };

export interface Preview {
  /** Of the entry. */
  readonly ordinal: number;
  readonly path: string;
  /** Bytes when extracted. */
  readonly size: number;
  /** Since 1970; null where the archive does not say. */
  readonly modifiedMs: number | null;
  /** Unix st_mode; null where the archive does not say. */
  readonly mode: number | null;
  readonly content: PreviewContent;
}
