// Where secrets that are known stand in a text or among bytes, in whatever spelling and encoding.
import type { Range } from './range.ts';

/** A shorter one is looked for as a word of its own: it may be part of many others. */
const leastAnywhere = 8;
/** Of a shorter one, what it becomes in hex or base64 is in many things. */
const leastEncoded = 4;

export function placesInText(text: string, known: readonly string[]): readonly Range[] {
  return known.flatMap((secret) => {
    const encoded = secret.length < leastEncoded ? [] : [hexOf(secret), hexOf(secret).toUpperCase(), base64Of(secret)];
    return [...new Set([...spellings(secret).flatMap((spelled) => [spelled, misread(spelled)]), ...encoded])].flatMap(
      (spelled) => places(text, spelled),
    );
  });
}

export function placesInBytes(bytes: Uint8Array, known: readonly string[]): readonly Range[] {
  // A letter for each byte, so that places in the text are places in the bytes.
  const text = readAsBytes(bytes);
  return known.flatMap((secret) =>
    spellings(secret).flatMap((spelled) => [
      ...places(text, spelled),
      ...places(text, misread(spelled)),
      ...places(text, readAsBytes(inUtf16(spelled, true)), true),
      ...places(text, readAsBytes(inUtf16(spelled, false)), true),
      ...(secret.length < leastEncoded ? [] : [hexOf(secret), base64Of(secret)].flatMap((it) => places(text, it))),
    ]),
  );
}

/** @param isWide each letter takes two bytes: what is beside it is no letter of the same kind */
function places(text: string, secret: string, isWide = false): readonly Range[] {
  const ranges: Range[] = [];
  const isWord = !isWide && secret.length < leastAnywhere;
  for (let at = text.indexOf(secret); at !== -1 && secret !== ''; at = text.indexOf(secret, at + 1)) {
    const end = at + secret.length;
    const last = ranges.at(-1);
    if (isWord && (isInWord(text, at) || isInWord(text, end))) continue;
    // `aaaa` in `aaaaaaaa`: one range, however often it is there.
    if (last !== undefined && at <= last[1]) ranges[ranges.length - 1] = [last[0], end];
    else ranges.push([at, end]);
  }
  return ranges;
}

const inWord = /[\p{L}\p{N}_]/u;

function isInWord(text: string, at: number): boolean {
  return inWord.test(text.charAt(at - 1)) && inWord.test(text.charAt(at));
}

/** As it is, and as it stands in PHP, in JSON, in HTML, in a URL. */
function spellings(secret: string): readonly string[] {
  const well = secret.replaceAll(/\p{Cs}/gu, '\ufffd');
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replaceAll(/[^\0-\x7f]/g, (letter) => `\\u${hexNumber(letter.charCodeAt(0), 4)}`);
  const url = encodeURIComponent(well);
  const strictUrl = url.replaceAll(/[!'()*~]/g, (letter) => `%${hexNumber(letter.charCodeAt(0), 2).toUpperCase()}`);
  return [
    ...new Set([
      secret,
      secret.replaceAll(/['\\]/g, '\\$&'),
      secret.replaceAll(/["\\$]/g, '\\$&'),
      ...[json, ascii].flatMap((spelled) => [spelled, spelled.replaceAll('/', '\\/')]),
      html.replaceAll('"', '&quot;'),
      html.replaceAll('"', '&quot;').replaceAll("'", '&#039;'),
      html.replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
      ...[url, strictUrl, strictUrl.replaceAll('%7E', '~')].flatMap((spelled) => [
        spelled,
        spelled.replaceAll('%20', '+'),
        spelled.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
      ]),
    ]),
  ];
}

/** UTF-8 that is taken for Windows-1252. */
function misread(text: string): string {
  return readAsBytes(new TextEncoder().encode(text));
}

function readAsBytes(bytes: Uint8Array): string {
  return new TextDecoder('windows-1252').decode(bytes);
}

function inUtf16(text: string, isLittle: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let at = 0; at < text.length; at += 1) view.setUint16(2 * at, text.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
}

function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => hexNumber(byte, 2)).join('');
}

function base64Of(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text))).replace(/=+$/, '');
}

function hexNumber(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
