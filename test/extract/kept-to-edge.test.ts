// P-09: of a file that goes on in a part that cannot be read, what is kept ends where that part begins, and no sooner.
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources } from '../../src/parts/joined-source.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { folderSink, holdOf, prepare, start } from './run.ts';
import { usual } from './session-files.ts';

/** Where the second part begins: not at a multiple of anything. Bytes. */
const edge = 250_001;

/** Not to be packed much smaller. */
function noise(size: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: size }, () => (state = (state * 48_271) % 0x7fffffff) % 251);
}

interface Edged {
  readonly bytes: Uint8Array;
  /** What the part at hand holds of the content. Bytes. */
  readonly most: number;
  readonly password: string | null;
}

const content = noise(500_000);

function inflatedSize(start: Uint8Array): number {
  return inflateRawSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).length;
}

function jpa(store: boolean): Edged {
  const bytes = writeJpa({ entries: [{ path: 'bad', content, store }] });
  const dataStart = bytes.length - (store ? content : deflateRawSync(content)).length;
  const atHand = bytes.subarray(dataStart, edge);
  return { bytes, most: store ? atHand.length : inflatedSize(atHand), password: null };
}

/** In one chunk, which has no IV of its own: of the 16 bytes that lie over the edge, nothing can be opened. */
function jps(): Edged {
  const password = 'x';
  const entries = [{ path: 'bad', content }];
  const bytes = writeJps({ version: '1.9', password, entries, chunkSize: content.length, trailer: null });
  const packed = deflateRawSync(content);
  const dataStart = bytes.length - 4 - Math.ceil(packed.length / 16) * 16;
  const blocks = Math.floor((edge - dataStart) / 16);
  return { bytes, most: inflatedSize(packed.subarray(0, blocks * 16)), password };
}

test.each([
  ['stored', jpa(true)],
  ['deflated', jpa(false)],
  ['in a chunk of a JPS 1.9', jps()],
])('all that the part at hand holds is kept: %s', async (_, { bytes, most, password }) => {
  const unplugged = { is: false };
  const second = new MemorySource(bytes.subarray(edge));
  const failing: ByteSource = {
    size: second.size,
    read: (offset, length) =>
      unplugged.is ? Promise.reject(new DOMException('gone', 'NotReadableError')) : second.read(offset, length),
  };
  const parts = [
    { name: 'site.j01', source: new MemorySource(bytes.subarray(0, edge)) },
    { name: 'site.jpa', source: failing },
  ];
  const prepared = await prepare(joinSources(parts), password);
  unplugged.is = true;
  const folder = new FakeFolder();
  const run = start(prepared, folderSink(folder), undefined, { ...usual, keepsDamaged: true });
  for (let hold = await holdOf(run); hold !== null; hold = await holdOf(run)) run.control.answer('skip-all');
  expect(await run.end).toEqual({ error: null });
  const kept = folder.files().get('bad.damaged') ?? new Uint8Array();
  expect(kept.length).toBe(most);
  expect(Buffer.compare(kept, content.subarray(0, most))).toBe(0);
});
