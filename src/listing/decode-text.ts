// Is it text, and in which encoding? Guessed from the bytes alone, as nothing in a backup says.

export type TextEncoding = 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Windows-1252';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** Null where it is no text. A character that is cut in two at the end is left out. */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded(bytes, 'utf-16le', 'UTF-16 LE');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded(bytes, 'utf-16be', 'UTF-16 BE');
  if (isBinary(bytes)) return null;
  try {
    // As a stream, so that what is cut in two at the end is no error.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { text, encoding: 'UTF-8' };
  } catch {
    return decoded(bytes, 'windows-1252', 'Windows-1252');
  }
}

function decoded(bytes: Uint8Array, label: string, encoding: TextEncoding): DecodedText {
  return { text: new TextDecoder(label).decode(bytes, { stream: true }), encoding };
}

/** Of text at most one byte in a hundred is a control; zeros it has none. */
function isBinary(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return true;
    if ((byte < 32 && (byte < 8 || byte > 13) && byte !== 27) || byte === 127) controls += 1;
  }
  return controls * 100 > bytes.length;
}
