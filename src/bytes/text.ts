// Bytes to text, for names in archives.

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 to text, or null where the bytes are not valid UTF-8. A byte order mark stays: it is part of the name. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 to text; every byte that does not fit becomes `%XX`, so that different bytes stay different names. */
export function utf8OrEscaped(bytes: Uint8Array): { readonly text: string; readonly isExact: boolean } {
  const exact = utf8(bytes);
  if (exact !== null) return { text: exact, isExact: true };
  let text = '';
  for (const byte of bytes)
    text +=
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return { text, isExact: false };
}

/** Do `bytes` begin with these ASCII characters at `offset`? */
export function hasAscii(bytes: Uint8Array, text: string, offset = 0): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[offset + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
