// The bytes that mean something in SQL. All are ASCII, so none is ever part of another character in UTF-8.

export const byte = {
  newline: 0x0a,
  doubleQuote: 0x22,
  hash: 0x23,
  singleQuote: 0x27,
  star: 0x2a,
  dash: 0x2d,
  slash: 0x2f,
  semicolon: 0x3b,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  underscore: 0x5f,
  backtick: 0x60,
} as const;

export function isBlank(value: number): boolean {
  return value <= 0x20;
}

/** Of a name or keyword without quotes. */
export function isWordByte(value: number): boolean {
  return (
    (value >= 0x61 && value <= 0x7a) ||
    (value >= 0x41 && value <= 0x5a) ||
    (value >= 0x30 && value <= 0x39) ||
    value === byte.underscore ||
    value === 0x24 ||
    value >= 0x80
  );
}

/** By byte: 1 for those that a reader has to stop at, 2 for one that only takes the next with it, 0 for all others. */
export function stopsAt(bytes: readonly number[], escape: number | null = null): Uint8Array {
  const table = new Uint8Array(256);
  for (const value of bytes) table[value] = 1;
  if (escape !== null) table[escape] = 2;
  return table;
}
