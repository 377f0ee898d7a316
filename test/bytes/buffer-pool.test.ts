// Buffers that come back: used again, never shared by two, and nobody else's taken.
import { describe, expect, test } from 'vitest';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';

const mebibyte = 1024 * 1024;

describe('a buffer', () => {
  test.each([0, 1, 4095, 4096, 4097, 65_536, 100_000, mebibyte])('of %i bytes is that long', (size) => {
    expect(new BufferPool().take(size)).toHaveLength(size);
  });

  test('that was given back serves for the next of about its size', () => {
    const pool = new BufferPool();
    const first = pool.take(5000);
    pool.give(first);
    expect(pool.take(6000).buffer).toBe(first.buffer);
  });

  test('that is out is not handed out again', () => {
    const pool = new BufferPool();
    expect(pool.take(100).buffer).not.toBe(pool.take(100).buffer);
  });

  test('serves one at a time after it came back', () => {
    const pool = new BufferPool();
    pool.give(pool.take(100));
    expect(pool.take(100).buffer).not.toBe(pool.take(100).buffer);
  });

  test('may come back as a part of what was taken', () => {
    const pool = new BufferPool();
    const whole = pool.take(5000);
    pool.give(whole.subarray(10, 20));
    expect(pool.take(5000).buffer).toBe(whole.buffer);
  });
});

test('bytes from elsewhere are not taken in', () => {
  const pool = new BufferPool();
  const foreign = new Uint8Array(4096);
  pool.give(foreign);
  expect(pool.take(4096).buffer).not.toBe(foreign.buffer);
});

test('no more than 16 MiB lie ready', () => {
  const pool = new BufferPool();
  const taken = Array.from({ length: 40 }, () => pool.take(mebibyte));
  const given = new Set(taken.map(({ buffer }) => buffer));
  for (const bytes of taken) pool.give(bytes);
  const again = Array.from({ length: 40 }, () => pool.take(mebibyte).buffer);
  expect(again.filter((buffer) => given.has(buffer))).toHaveLength(16);
});
