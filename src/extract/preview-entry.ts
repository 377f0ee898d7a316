// One entry as it can be shown: what its first bytes are decides, never its name. Passwords are masked before anything leaves.
import type { Entry } from '../archive/entry.ts';
import { decodeText } from '../listing/decode-text.ts';
import { imageSize, imageType } from '../listing/image-type.ts';
import {
  mostBytesShown,
  mostImageShown,
  mostPixelsShown,
  mostTargetShown,
  mostTextShown,
  type PreviewContent,
} from '../listing/preview.ts';
import { unshared } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import type { KnownSecrets } from '../site/known-secrets.ts';
import { maskBytes, maskSecrets } from '../site/mask-secrets.ts';
import { mayHoldSecrets } from '../site/secret-files.ts';
import type { EntryReader } from './entry-reader.ts';

export interface PreviewNeeds {
  readonly reader: EntryReader;
  readonly signal: AbortSignal;
  /**
   * What is masked wherever it stands; asked for where there is something to mask. Where there may be more of it, a file that
   * may hold secrets is not shown.
   */
  readonly secrets: () => Promise<KnownSecrets>;
}

/** Text is masked with so much of what follows it, so that nothing secret is cut in two by the end of what is shown. */
const margin = 8 * 1024;

const isPicture = /\.(?:png|jpe?g|gif|webp|avif|bmp|ico)$/i;

/** @throws ExtractError where a part cannot be read */
export async function previewEntry(entry: Entry, needs: PreviewNeeds): Promise<PreviewContent> {
  if (entry.kind === 'directory') throw new Error('no entry that can be looked at');
  if (entry.data.in === 'unsupported') return { kind: 'unsupported', method: entry.data.method };
  try {
    return entry.kind === 'link' ? await previewLink(entry, needs) : await previewFile(entry, needs);
  } catch (error) {
    if (error instanceof DamagedEntry) return { kind: 'damaged', damage: error.damage };
    throw error;
  }
}

async function previewLink(entry: Entry, { reader, signal }: PreviewNeeds): Promise<PreviewContent> {
  const bytes = await reader.start(entry, mostTargetShown, signal);
  return { kind: 'link', target: new TextDecoder().decode(bytes) };
}

async function previewFile(entry: Entry, needs: PreviewNeeds): Promise<PreviewContent> {
  if (entry.size === 0) return { kind: 'empty' };
  const bytes = await needs.reader.start(entry, mostTextShown + margin, needs.signal);
  const decoded = decodeText(bytes);
  if (decoded !== null) {
    // A picture is never text, but a program may begin like a picture: it is shown as what it is.
    const { secrets, isComplete } = await needs.secrets();
    if (!isComplete && mayHoldSecrets(entry.path)) return { kind: 'withheld' };
    const { text, isMasked } = maskSecrets(entry.path, decoded.text, secrets);
    const shown = text.slice(0, mostTextShown);
    const isCut = entry.size > bytes.length || shown.length < text.length;
    return { kind: 'text', text: shown, encoding: decoded.encoding, isCut, isMasked };
  }
  // A picture for sure is shown as one, wherever it is.
  if (mayHoldSecrets(entry.path) && !isPicture.test(entry.path)) return { kind: 'withheld' };
  return (await previewImage(entry, bytes, needs)) ?? previewBytes(entry, bytes, needs);
}

async function previewImage(entry: Entry, bytes: Uint8Array, needs: PreviewNeeds): Promise<PreviewContent | null> {
  const type = imageType(bytes);
  if (type === null || entry.size > mostImageShown) return null;
  const size = imageSize(bytes, type);
  // Of unknown size it may be any; an icon is small by its format.
  if (size === null ? type !== 'image/x-icon' : size.width * size.height > mostPixelsShown) return null;
  const pieces: Blob[] = [];
  for await (const piece of needs.reader.pieces(entry, needs.signal)) {
    pieces.push(new Blob([unshared(piece)]));
    needs.reader.recycle(piece);
  }
  return { kind: 'image', blob: new Blob(pieces, { type }), type, size };
}

async function previewBytes(entry: Entry, bytes: Uint8Array, needs: PreviewNeeds): Promise<PreviewContent> {
  if (mayHoldSecrets(entry.path)) return { kind: 'withheld' };
  const { secrets } = await needs.secrets();
  const { bytes: masked, isMasked } = maskBytes(bytes, secrets);
  return { kind: 'hex', bytes: masked.slice(0, mostBytesShown), isCut: entry.size > mostBytesShown, isMasked };
}
