// From a password to a key, in each of the format's ways; and what a wrong one leads to, which must never be an index.
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { OpenedArchive } from '../../../src/archive/opened-archive.ts';
import { openArchive } from '../../../src/archive/open-archive.ts';
import type { Issue } from '../../../src/problems/issue.ts';
import { fixtures, openFixture } from '../../support/fixtures.ts';
import { singlePart } from '../../support/parted-source.ts';
import { writeJps, type JpsArchive } from '../../support/write-jps.ts';
import { quiet, readIndex, refusal } from '../open-any.ts';

const entries = [{ path: 'first.txt', content: 'abc' }, { path: 'd/' }, { path: 'd/last.txt', content: 'xyz' }];

/** Every way the format has from a password to a key and an IV, and what is told of it. */
const ways: [string, Partial<JpsArchive>, Issue?][] = [
  ['1.9', { version: '1.9' }],
  ['1.10', { version: '1.10' }],
  ['2.0, one salt, SHA-1', {}],
  ['2.0, one salt, SHA-256', { hash: 'sha256' }],
  ['2.0, one salt, SHA-512', { hash: 'sha512', iterations: 1001 }],
  ['2.0, a salt in every block', { key: 'per-block', iterations: 1001 }],
  ['K-04: 2.0 with next to no iterations', { iterations: 2 }, { kind: 'weak-key', iterations: 2 }],
  [
    '2.0, a salt in every block and one for all, which is not used',
    { key: 'per-block', header: { hasStaticSalt: true } },
  ],
  ['K-07: 2.0, IV derived', { iv: 'derived' }, { kind: 'old-key' }],
  ['K-06: 2.0 without any salt: the legacy key', { key: 'legacy' }, { kind: 'old-key' }],
  ['2.0 without any salt or IV', { key: 'legacy', iv: 'derived' }, { kind: 'old-key' }],
];

async function lockOf(archive: Uint8Array): Promise<Extract<OpenedArchive, { state: 'locked' }>> {
  const opened = await openArchive(singlePart(archive), quiet);
  if (opened.state === 'open') throw new Error('needs no password');
  return opened;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(ways)('%s', (_, facts, told) => {
  const archive = writeJps({ ...facts, password: 'Pässwörd', entries });

  test('the right password opens it', async () => {
    const index = await readIndex(archive, 'Pässwörd');
    expect(index).toMatchObject({ issues: told === undefined ? [] : [told], isEncrypted: true });
    expect(index.entries.map(({ path }) => path)).toEqual(['first.txt', 'd/', 'd/last.txt']);
  });

  test.each(['', 'pässwörd', 'Pässwörd ', ' Pässwörd', 'Passwort', 'Pa\u0308sswo\u0308rd', 'x'.repeat(4096)])(
    'K-01, K-16: %j is a wrong password',
    async (password) => {
      expect((await refusal(readIndex(archive, password))).code).toBe('wrong-password');
    },
  );

  test('after a wrong password the right one opens it', async () => {
    const locked = await lockOf(archive);
    expect((await refusal(locked.unlock('wrong', quiet))).code).toBe('wrong-password');
    expect((await locked.unlock('Pässwörd', quiet)).entries).toHaveLength(3);
  });

  test('K-16: the blank password is one like any other', async () => {
    const blank = writeJps({ ...facts, password: '', entries });
    expect((await readIndex(blank, '')).entries).toHaveLength(3);
    expect((await refusal(readIndex(blank, ' '))).code).toBe('wrong-password');
  });
});

// The odds that a wrong key makes a header that reads as one are less than one in a hundred thousand.
test('K-01: a thousand wrong passwords open nothing', async () => {
  const locked = await lockOf(writeJps({ version: '1.9', password: 'right', entries }));
  for (let number = 0; number < 1000; number += 1)
    expect((await refusal(locked.unlock(`wrong ${number}`, quiet))).code).toBe('wrong-password');
});

test.each(fixtures.filter(({ format }) => format === 'jps'))('$name refuses a wrong password', async ({ name }) => {
  const { code } = await refusal(readIndex(openFixture(name), 'wrong'));
  expect(code).toBe('wrong-password');
});

describe('the legacy key is made of sixteen bytes', () => {
  const archive = writeJps({ version: '1.10', password: 'ABCDEFGHIJKLMNOP', entries });

  test.each(['ABCDEFGHIJKLMNOP', 'ABCDEFGHIJKLMNOPQ'])('%s opens it', async (password) => {
    expect((await readIndex(archive, password)).entries).toHaveLength(3);
  });

  test('fifteen of them do not', async () => {
    expect((await refusal(readIndex(archive, 'ABCDEFGHIJKLMNO'))).code).toBe('wrong-password');
  });
});

describe('K-02: the first header is damaged', () => {
  const firstHeader = 84;
  const damaged = (at: number, archive = writeJps({ password: 'x', entries })): Uint8Array => {
    const bytes = archive.slice();
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };

  test('and another one opens: it is the archive, not the password', async () => {
    const error = await refusal(readIndex(damaged(firstHeader + 7 + 2), 'x'));
    expect(error).toMatchObject({ code: 'archive-damaged', where: { part: 'site.jpa', offset: firstHeader } });
  });

  test('and none opens: it is the password', async () => {
    expect((await refusal(readIndex(damaged(firstHeader + 7 + 2), 'y'))).code).toBe('wrong-password');
  });

  test('so that no password could open it, and there is no other: it may be either', async () => {
    const single = writeJps({ password: 'x', entries: [{ path: 'only' }] });
    const { code } = await refusal(readIndex(damaged(firstHeader + 5, single), 'x'));
    expect(code).toBe('wrong-password-or-damage');
  });
});

test('nothing of the password is in what a wrong one throws', async () => {
  const error = await refusal(readIndex(writeJps({ password: 'right', entries }), 'tell-no-one'));
  const told = inspect(error, { depth: null, showHidden: true });
  expect(told).toContain('wrong-password');
  expect(told).not.toContain('tell-no-one');
});

describe('deriving', () => {
  test.each([10_000_001, 2 ** 31, 2 ** 32 - 1])(
    'K-03: %d iterations are refused before it begins',
    async (iterations) => {
      const deriveBits = vi.spyOn(crypto.subtle, 'deriveBits');
      const error = await refusal(readIndex(writeJps({ entries, header: { iterations } })));
      expect(error).toMatchObject({ code: 'too-many-iterations', where: { expected: 10_000_000, found: iterations } });
      expect(deriveBits).not.toHaveBeenCalled();
    },
  );

  test('K-05: many iterations for each block are refused before the first', async () => {
    const deriveBits = vi.spyOn(crypto.subtle, 'deriveBits');
    const archive = writeJps({ entries, key: 'per-block', header: { iterations: 200_001, hasStaticSalt: false } });
    const error = await refusal(readIndex(archive));
    expect(error).toMatchObject({ code: 'too-many-iterations', where: { expected: 200_000, found: 200_001 } });
    expect(deriveBits).not.toHaveBeenCalled();
  });

  test('on a page without the cipher of the browser is told before a password is asked for, and the old key needs none', async () => {
    vi.stubGlobal('crypto', {});
    try {
      expect((await refusal(openArchive(singlePart(writeJps({ entries })), quiet))).code).toBe('no-cipher');
      expect((await readIndex(writeJps({ entries, version: '1.10' }))).entries).toHaveLength(3);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test.each([
    ['K-03', { iterations: 2_000_001 }, 'static', false],
    ['K-05', { iterations: 20_001, hasStaticSalt: false }, 'per-block', true],
  ] as const)(
    '%s: more rounds than any program asks for are told of before a password is',
    async (_, header, key, isPerBlock) => {
      const { slowKey } = await lockOf(writeJps({ entries, key, header }));
      expect(slowKey).toMatchObject({ iterations: header.iterations, isPerBlock });
      expect(slowKey?.estimatedMs).toBeGreaterThan(1);
    },
  );

  test.each([
    [{ iterations: 2_000_000 }, 'static'],
    [{ iterations: 20_000, hasStaticSalt: false }, 'per-block'],
  ] as const)('the usual number is not (%j)', async (header, key) => {
    expect((await lockOf(writeJps({ entries, key, header }))).slowKey).toBeNull();
  });

  test('10,000,000 iterations are not refused', async () => {
    const deriveBits = vi.spyOn(crypto.subtle, 'deriveBits').mockResolvedValue(new ArrayBuffer(16));
    const { code } = await refusal(readIndex(writeJps({ entries, header: { iterations: 10_000_000 } })));
    expect(code).toBe('wrong-password');
    expect(deriveBits.mock.lastCall?.[0]).toMatchObject({ iterations: 10_000_000 });
  });

  test.each([
    ['a salt for all: once', {}, 1],
    ['a salt in every block: once for each header', { key: 'per-block' }, 3],
    ['the legacy key: never', { version: '1.9' }, 0],
  ] satisfies [string, Partial<JpsArchive>, number][])('%s', async (_, facts, count) => {
    const deriveBits = vi.spyOn(crypto.subtle, 'deriveBits');
    await readIndex(writeJps({ ...facts, password: 'x', entries }), 'x');
    expect(deriveBits).toHaveBeenCalledTimes(count);
  });
});
