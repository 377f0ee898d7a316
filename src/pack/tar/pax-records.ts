// What of a member does not fit its TAR header, as the records of a pax extended header (POSIX.1-2001, "pax Extended
// Header"). Each is `LENGTH KEY=VALUE\n`, and readers take it instead of the field. Most members of a site need none.
import { sizeOf, nameOf, secondsText, type TarMember } from './tar-member.ts';
import { fitsName, largestOctal11, splitName, utf8Size } from './ustar-limits.ts';

type Key = 'path' | 'linkpath' | 'size' | 'mtime';

/** All records of one member as UTF-8; no bytes where its header says everything. */
export function paxRecords(member: TarMember): Uint8Array {
  const name = nameOf(member);
  const size = sizeOf(member);
  const modified = secondsText(member.modifiedMs);
  let text = '';
  if (splitName(name) === null) text += paxRecord('path', name);
  if (member.kind === 'link' && !fitsName(member.target)) text += paxRecord('linkpath', member.target);
  if (size > largestOctal11) text += paxRecord('size', String(size));
  if (!fitsOctal(modified)) text += paxRecord('mtime', modified);
  return new TextEncoder().encode(text);
}

/** The length counts the bytes of the whole record, its own digits too. */
export function paxRecord(key: Key, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const restSize = utf8Size(rest);
  let size = restSize;
  // 99 bytes and two digits are 101, so it takes three.
  while (size !== restSize + String(size).length) size = restSize + String(size).length;
  return `${size}${rest}`;
}

/** Whole seconds from 1970 on, of at most eleven octal digits. */
function fitsOctal(seconds: string): boolean {
  return /^\d+$/.test(seconds) && Number(seconds) <= largestOctal11;
}
