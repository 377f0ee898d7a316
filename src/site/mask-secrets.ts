// Passwords and keys in the text of a site's files, masked before the text is shown. A file that is saved keeps them: it is
// the user's own.
import { formOf, secretRanges, type Range } from './mask-values.ts';
import { isWhollySecret, mayHoldSecrets } from './secret-names.ts';

export interface MaskedText {
  readonly text: string;
  /** Something in it is masked. */
  readonly isMasked: boolean;
}

/** Stands for any secret, of whatever length. */
export const mask = '••••••••';

/** @param known secrets that are masked in whatever file they stand: the passwords of the databases */
export function maskSecrets(path: string, text: string, known: readonly string[]): MaskedText {
  if (isWhollySecret(path)) {
    const masked = text.replaceAll(/\S.*/g, mask);
    return { text: masked, isMasked: masked !== text };
  }
  const ranges = [
    ...(mayHoldSecrets(path) ? [...secretRanges(text, formOf(path, text)), ...accountsInUrls(text)] : []),
    ...privateKeys(text),
    ...places(text, known),
  ];
  return { text: masked(text, ranges), isMasked: ranges.length > 0 };
}

/** `mysql://user:password@host`. */
function accountsInUrls(text: string): readonly Range[] {
  const urls = text.matchAll(/:\/\/([^\s/'"<>:@]{0,200}:[^\s'"<>@]{0,500})@/g);
  return Array.from(urls, ({ index, 1: account = '' }) => [index + 3, index + 3 + account.length]);
}

function privateKeys(text: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const { index, 0: begin } of text.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY[A-Z ]*-----/g)) {
    const from = index + begin.length;
    const end = text.indexOf('-----END', from);
    ranges.push([from, end === -1 ? text.length : end]);
  }
  return ranges;
}

function places(text: string, known: readonly string[]): readonly Range[] {
  const ranges: Range[] = [];
  for (const secret of known) {
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length))
      ranges.push([at, at + secret.length]);
  }
  return ranges;
}

function masked(text: string, ranges: readonly Range[]): string {
  let shown = '';
  let at = 0;
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (to <= at) continue;
    // What overlaps the one before is covered by its mask as far as that goes, and by the same mask beyond.
    shown += from < at ? '' : text.slice(at, from) + mask;
    at = to;
  }
  return shown + text.slice(at);
}

export interface MaskedBytes {
  readonly bytes: Uint8Array;
  readonly isMasked: boolean;
}

/** The same for bytes that are no text: what is known to be secret becomes asterisks. */
export function maskBytes(bytes: Uint8Array, known: readonly string[]): MaskedBytes {
  // A letter for each byte, so that places in the text are places in the bytes.
  const text = new TextDecoder('latin1').decode(bytes);
  const encoder = new TextEncoder();
  const spelled = known.map((secret) => new TextDecoder('latin1').decode(encoder.encode(secret)));
  const found = places(text, spelled);
  if (found.length === 0) return { bytes, isMasked: false };
  const masked = bytes.slice();
  for (const [from, to] of found) masked.fill(0x2a, from, to);
  return { bytes: masked, isMasked: true };
}
