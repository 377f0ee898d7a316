// What a plain TAR header can say without help. Fields count bytes, and POSIX.1-2001 promises ASCII only: what another
// computer makes of the byte behind it is anyone's guess, so é goes into a pax record however short the name is.

export const nameBytes = 100;
export const prefixBytes = 155;
/** The largest number of eleven octal digits: 8 GiB - 1, or a second in the year 2242. */
export const largestOctal11 = 8 ** 11 - 1;

export function utf8Size(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A name or a link target, within one field. */
export function fitsName(text: string): boolean {
  return text.length <= nameBytes && isAscii(text);
}

/** A long name cut in two at one of its slashes, which itself is not stored; null where no slash is in the right place. */
export function splitName(name: string): { readonly prefix: string; readonly name: string } | null {
  if (!isAscii(name)) return null;
  if (name.length <= nameBytes) return { prefix: '', name };
  // The first slash that leaves a name short enough; one more to the right would only make the prefix longer.
  const at = name.indexOf('/', name.length - nameBytes - 1);
  if (at < 1 || at > prefixBytes || at === name.length - 1) return null;
  return { prefix: name.slice(0, at), name: name.slice(at + 1) };
}

/** Only ASCII has as many bytes as UTF-16 units. */
function isAscii(text: string): boolean {
  return utf8Size(text) === text.length;
}
