// A backup whose end is missing is refused, or opened with an issue that says so. At no length does it pass for whole.
import { describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { isLoss } from '../../src/problems/issue.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { readIndex, refusal } from './open-any.ts';
import { smallArchives } from './small-archives.ts';

/** How an archive of these bytes ends: refused with a code, open with losses, or open and whole. */
async function verdict(bytes: Uint8Array, password: string): Promise<string> {
  try {
    const { issues } = await readIndex(bytes, password);
    const losses = issues.filter(isLoss).map(({ kind }) => kind);
    return losses.length === 0 ? 'whole' : losses.join(', ');
  } catch (error) {
    if (error instanceof ExtractError) return error.code;
    throw error;
  }
}

describe.each(smallArchives)('$name', ({ write, password }) => {
  const bytes = write(1);

  test('is whole at its full length', async () => {
    expect(await verdict(bytes, password)).toBe('whole');
  });

  test('B-02: is never whole at any other', async () => {
    for (let length = 0; length < bytes.length; length += 1)
      expect(await verdict(bytes.subarray(0, length), password), `cut to ${length}`).not.toBe('whole');
  });
});

describe('where the end is missing', () => {
  const jpa: readonly JpaEntry[] = [
    { path: 'first', content: 'abc', store: true },
    { path: 'second', content: 'def', store: true },
  ];
  // header 19; then twice: block of 21 + path, data of 3
  const bytes = writeJpa({ entries: jpa });

  test.each([
    [19, 'count-differs, size-differs, size-differs'],
    [20, 'archive-truncated'],
    [19 + 26, 'archive-truncated'],
    [19 + 26 + 2, 'archive-truncated'],
    [19 + 26 + 3, 'count-differs, size-differs, size-differs'],
    [19 + 26 + 3 + 27 + 3, 'whole'],
  ])('a JPA cut to %i bytes: %s', async (length, expected) => {
    expect(await verdict(bytes.subarray(0, length), '')).toBe(expected);
  });

  test('a JPA names the part, the place and the entry that is cut', async () => {
    const { code, where } = await refusal(readIndex(bytes.subarray(0, bytes.length - 1)));
    expect(code).toBe('archive-truncated');
    expect(where).toMatchObject({ part: 'site.jpa', offset: bytes.length - 1, entry: 'second', expected: 3, found: 2 });
  });

  test('K-17: a JPS without its end mark says so', async () => {
    const { issues, checks } = await readIndex(writeJps({ entries: [{ path: 'a', content: 'x' }], trailer: null }));
    expect(issues).toEqual([{ kind: 'end-mark-missing', missing: 17 }]);
    expect(checks).toEqual([]);
  });

  test.each([
    [0, 17],
    [3, 14],
    [16, 1],
  ])('K-17: a JPS with %i bytes of its end mark says that %i are missing at least', async (kept, missing) => {
    const whole = writeJps({ entries: [{ path: 'a', content: 'x' }] });
    const { issues } = await readIndex(whole.subarray(0, whole.length - 17 + kept));
    expect(issues).toEqual([{ kind: 'end-mark-missing', missing }]);
  });

  test('a JPS names the part, the place and the entry that is cut', async () => {
    const whole = writeJps({ entries: [{ path: 'a' }, { path: 'b', content: 'x' }], trailer: null });
    const { code, where } = await refusal(readIndex(whole.subarray(0, whole.length - 1)));
    expect(code).toBe('archive-truncated');
    expect(where).toMatchObject({ part: 'site.jpa', offset: whole.length - 1, entry: 'b' });
  });
});
