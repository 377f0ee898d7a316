// Passwords and keys in the text of a site's files, masked before the text is shown. A file that is saved keeps them: it is
// the user's own.
import { argumentRanges } from './argument-secrets.ts';
import { outlineOf } from './code-outline.ts';
import { placesInBytes, placesInText } from './known-places.ts';
import { programRanges, proseRanges } from './program-secrets.ts';
import { hide, mask, type Range } from './range.ts';
import { formOf, isOfOtherPeople, isWhollySecret, mayHoldSecrets } from './secret-files.ts';
import { settingsRanges } from './settings-secrets.ts';
import { elementRanges, xmlRanges } from './xml-secrets.ts';

export interface MaskedText {
  readonly text: string;
  /** Something in it is masked. */
  readonly isMasked: boolean;
}

/** @param known secrets that are masked in whatever file they stand: users and passwords of databases */
export function maskSecrets(path: string, text: string, known: readonly string[]): MaskedText {
  if (isWhollySecret(path)) {
    const masked = text.replaceAll(/\S.*/g, mask);
    return { text: masked, isMasked: masked !== text };
  }
  // Letter for letter as long as it was; old systems end lines with CR alone.
  const lines = text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n');
  const ranges = [...byName(path, lines), ...accountsInUrls(text), ...privateKeys(text), ...placesInText(text, known)];
  return { text: hide(text, ranges), isMasked: ranges.length > 0 };
}

function byName(path: string, text: string): readonly Range[] {
  if (isOfOtherPeople(path)) return [];
  const isSettings = mayHoldSecrets(path);
  const form = formOf(path, text);
  if (form === 'code') {
    const outline = outlineOf(text);
    const named = isSettings ? settingsRanges(text, outline) : programRanges(text, outline);
    return [...named, ...argumentRanges(text, outline, isSettings)];
  }
  if (form === 'xml') return isSettings ? xmlRanges(text) : [...proseRanges(text), ...elementRanges(text)];
  return isSettings ? settingsRanges(text, null) : proseRanges(text);
}

/** `mysql://user:password@host`, where the password may have an @ of its own. */
function accountsInUrls(text: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const { index, 0: url } of text.matchAll(/:\/\/[^\s'"<>`]+/g)) {
    const end = url.lastIndexOf('@');
    const account = url.slice(3, Math.max(3, end));
    if (/^[^/:@]*:/.test(account)) ranges.push([index + 3, index + end]);
  }
  return ranges;
}

function privateKeys(text: string): readonly Range[] {
  const ranges: Range[] = [];
  const begins = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z0-9 ]{0,40}-----/g;
  for (let begin = begins.exec(text); begin !== null; begin = begins.exec(text)) {
    const from = begins.lastIndex;
    const end = text.indexOf('-----END', from);
    const to = end === -1 ? text.length : end;
    ranges.push([from, to]);
    begins.lastIndex = to;
  }
  return ranges;
}

export interface MaskedBytes {
  readonly bytes: Uint8Array;
  readonly isMasked: boolean;
}

/** The same for bytes that are no text: what is known to be secret becomes asterisks. */
export function maskBytes(bytes: Uint8Array, known: readonly string[]): MaskedBytes {
  const found = placesInBytes(bytes, known);
  if (found.length === 0) return { bytes, isMasked: false };
  const masked = bytes.slice();
  for (const [from, to] of found) masked.fill(0x2a, from, to);
  return { bytes: masked, isMasked: true };
}
