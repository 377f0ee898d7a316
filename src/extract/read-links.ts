// Symbolic links cannot be made in a folder from a browser. Their targets are read, so that the one issue about them says
// what is to be made by hand.
import type { Entry } from '../archive/entry.ts';
import { utf8OrEscaped } from '../bytes/text.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeEntry, type DecodeOptions } from '../decode/decode-entry.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import type { Issue } from '../problems/issue.ts';

/** A path is never longer than this on any system; a longer "target" is not read into memory. Bytes. */
const longestTarget = 4096;
/** Of all targets together: beyond it links are listed without. Bytes. */
const mostTargets = 4 * 1024 * 1024;

export async function readLinks(
  links: readonly Entry[],
  source: ByteSource,
  options: DecodeOptions,
): Promise<readonly Issue[]> {
  const read: { path: string; target: string | null }[] = [];
  let size = 0;
  const issues: Issue[] = [];
  for (const link of links) {
    try {
      size += link.size;
      read.push({ path: link.path, target: size > mostTargets ? null : await readTarget(link, source, options) });
    } catch (error) {
      if (!(error instanceof DamagedEntry)) throw error;
      issues.push({ kind: 'damaged', path: link.path, damage: error.damage });
    }
  }
  return read.length === 0 ? issues : [{ kind: 'links-left-out', links: read }, ...issues];
}

async function readTarget(link: Entry, source: ByteSource, options: DecodeOptions): Promise<string> {
  if (link.size > longestTarget) throw new DamagedEntry({ what: 'too-long', expected: longestTarget });
  const target = new Uint8Array(link.size);
  let length = 0;
  for await (const piece of decodeEntry(link, source, options)) {
    target.set(piece, length);
    length += piece.length;
  }
  return utf8OrEscaped(target).text;
}
