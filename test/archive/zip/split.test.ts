import { describe, expect, test } from 'vitest';
import { joinParts } from '../../support/parted-source.ts';
import { writeSplitZip, writeZip } from '../../support/write-zip.ts';
import { contents, indexOf, three, threeContents } from './open.ts';

describe('split sets', () => {
  test('every part size gives the same, wherever the edges fall', async () => {
    const whole = writeZip(three).length;
    for (let partSize = 5; partSize < whole; partSize += 1) {
      const parts = writeSplitZip(three, partSize);
      if ((parts.at(-1)?.length ?? 0) < 22) continue;
      const source = joinParts(parts, 'site', 'zip');
      const index = await indexOf(source);
      expect(index.issues, `parts of ${partSize}`).toEqual([]);
      expect(await contents(index, source), `parts of ${partSize}`).toEqual(threeContents);
    }
  });

  const parts = writeSplitZip(three, 100);

  test('the last part alone names the others', async () => {
    const [last = new Uint8Array()] = parts.slice(-1);
    await expect(indexOf(joinParts([last], 'site', 'zip'))).rejects.toMatchObject({
      code: 'last-part-only',
      where: { part: 'site.zip', parts: parts.slice(0, -1).map((_, i) => `site.z0${i + 1}`) },
    });
  });

  test('a part missing in the middle is named', async () => {
    const named = joinParts(parts, 'Site', 'zip').parts.map(({ name }) => name);
    expect(named.slice(0, 2)).toEqual(['Site.z01', 'Site.z02']);
    const source = joinParts(parts.slice(1), 'Site', 'zip');
    const shifted = { ...source, parts: source.parts.map((part, i) => ({ ...part, name: named[i + 1] ?? '' })) };
    await expect(indexOf(shifted)).rejects.toMatchObject({
      code: 'parts-missing',
      where: { parts: ['Site.z01'], expected: parts.length, found: parts.length - 1 },
    });
  });

  test('parts without the last one ask for it', async () => {
    const source = joinParts(parts, 'SITE', 'ZIP');
    const named = source.parts.slice(0, -1);
    const headless = joinParts(parts.slice(0, -1), 'SITE', 'ZIP');
    await expect(indexOf({ ...headless, parts: named })).rejects.toMatchObject({
      code: 'parts-missing',
      where: { parts: ['SITE.ZIP'] },
    });
  });

  test('a part too many is not guessed away', async () => {
    await expect(indexOf(joinParts([...parts.slice(0, 1), ...parts], 'site', 'zip'))).rejects.toMatchObject({
      code: 'part-count-differs',
      where: { expected: parts.length, found: parts.length + 1 },
    });
  });

  test('a directory that could begin in two places is refused', async () => {
    // Counted back from its end it begins with its second record; where it is stated to begin, in an earlier part, with its first.
    const directorySize = 48 + 53;
    const ambiguous = writeSplitZip({ ...three, end: { directorySize } }, 100);
    await expect(indexOf(joinParts(ambiguous, 'site', 'zip'))).rejects.toMatchObject({ code: 'archive-damaged' });
  });
});
