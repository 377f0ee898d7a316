// Second, simple opinions on what the product must get right: written from the rules, not from its code.
import { crc32 } from 'node:zlib';
import type { Entry } from '../../src/archive/entry.ts';
import { inflateExactly } from '../support/strict-inflate.ts';

/** Whether a component may be handed to a folder. */
export function isHarmlessName(name: string): boolean {
  if (name.length === 0 || name === '.' || name === '..') return false;
  for (const character of name) {
    if (character === '/' || character === '\\' || character === '\0') return false;
    const code = character.codePointAt(0) ?? 0;
    // Half a pair: two such names become one on their way to the disk.
    if (code >= 0xd800 && code <= 0xdfff) return false;
  }
  return true;
}

/** What the archive's bytes hold for an entry, told by zlib; null where a second look tells nothing (sealed data). */
export function packedContent({ data }: Entry, archive: Uint8Array): Uint8Array | null {
  if (data.in === 'nothing') return new Uint8Array();
  if (data.in !== 'stored' && data.in !== 'deflate') return null;
  const start = dataStart(data.span.offset, data.span.localHeader !== undefined, archive);
  const packed = archive.subarray(start, start + data.span.length);
  if (packed.length !== data.span.length) throw new Error('the data of a delivered entry leaves the archive');
  const content = data.in === 'stored' || packed.length === 0 ? packed : inflated(packed);
  if (data.crc32 !== undefined && crc32(content) !== data.crc32) throw new Error('a delivered entry has another CRC');
  return content;
}

/** Most of the streams of a mutant are those of its seed, and setting zlib up is what takes the time. */
const known = new Map<string, Uint8Array>();
const mostKnown = 500;

function inflated(packed: Uint8Array): Uint8Array {
  const key = Buffer.from(packed).toString('latin1');
  const content = known.get(key) ?? inflateExactly(packed);
  if (known.size >= mostKnown) known.clear();
  known.set(key, content);
  return content;
}

function dataStart(offset: number, hasLocalHeader: boolean, archive: Uint8Array): number {
  if (!hasLocalHeader) return offset;
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  return offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
}
