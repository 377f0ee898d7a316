// Set back by hand, pako's decoder is what pako's own reset makes it.
import { deflateRawSync } from 'node:zlib';
import { Z_FINISH, zlibInflate, zlibInflateReset, type ZStream } from 'pako';
import { expect, test } from 'vitest';
import { ReusableInflater } from '../../src/decode/reusable-inflater.ts';
import { noise } from '../support/seal-jps.ts';

const text = new Uint8Array(deflateRawSync(new TextEncoder().encode('One stream, and another. '.repeat(500))));

/** Of every kind, so that all there is to be set back has been used. */
const streams: readonly (readonly [what: string, packed: Uint8Array])[] = [
  ['whole', text],
  ['cut', text.subarray(0, -3)],
  ['broken', text.map((byte, at) => (at === 20 ? byte ^ 0x55 : byte))],
  ['noise', noise('stream', 3000)],
  ['stored', new Uint8Array(deflateRawSync(noise('stored', 3000), { level: 0 }))],
  ['of fixed codes', new Uint8Array(deflateRawSync(new Uint8Array([1, 2, 3])))],
  ['too long for its room', new Uint8Array(deflateRawSync(new Uint8Array(100_000)))],
];

function inflate(stream: ZStream, packed: Uint8Array): void {
  stream.input = packed;
  stream.next_in = 0;
  stream.avail_in = packed.length;
  stream.output = new Uint8Array(20_000);
  stream.next_out = 0;
  stream.avail_out = 20_000;
  zlibInflate(stream, Z_FINISH);
}

function innerOf({ state }: ZStream): ReadonlyMap<string, unknown> {
  const inner: unknown = state;
  return new Map(Object.entries(inner ?? {}));
}

/** Tables are full of what the last stream needed, and filled anew before the next looks: their lengths are all that matters. */
function told(stream: ZStream): unknown {
  const { total_in, total_out, msg } = stream;
  const inner = [...innerOf(stream)].filter(([name]) => name !== 'strm');
  return {
    total_in,
    total_out,
    msg,
    inner: inner.map(([name, value]) => [name, ArrayBuffer.isView(value) ? value.byteLength : value]),
  };
}

test.each(streams)('after a stream that is %s, everything is set back that pako sets back', (_, packed) => {
  const ours = new ReusableInflater();
  const theirs = new ReusableInflater();
  inflate(ours.stream, packed);
  inflate(theirs.stream, packed);
  ours.reset();
  zlibInflateReset(theirs.stream);
  expect(told(ours.stream)).toEqual(told(theirs.stream));
});

test('no table is made anew', () => {
  const inflater = new ReusableInflater();
  const before = innerOf(inflater.stream).get('lendyn');
  expect(before).toBeInstanceOf(Int32Array);
  inflate(inflater.stream, text);
  inflater.reset();
  expect(innerOf(inflater.stream).get('lendyn')).toBe(before);
});
