// Decoding alone, beside Node's native zlib on the same data.
import { inflateRawSync, deflateRawSync } from 'node:zlib';
import { benchPassword, siteArchive, type BenchFormat } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import { totalSize, type CorpusFile } from '../corpus.ts';
import { median, type Figures } from '../figures.ts';

const rounds = 3;

export async function measureDecode(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  console.log('\nDecoding alone, in a Chromium worker, and native zlib in Node');
  for (const format of ['jpa', 'jps', 'zip'] satisfies BenchFormat[]) {
    const path = await siteArchive(format, files);
    const speeds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const result = await session.withBench(async (page) => {
        await page.locator('#file').setInputFiles(path);
        return page.evaluate((password) => window.bench.decodeAll(password), benchPassword);
      });
      if (result.files !== files.length || result.size !== totalSize(files))
        throw new Error(`${format} decoded to less`);
      speeds.push(result.size / 1000 / result.decodeMs);
    }
    figures.add(`${format}-decode-mb-per-second`, median(speeds));
  }
  figures.add('native-zlib-mb-per-second', nativeSpeed(files));
}

/** MB of output per second of `inflateRawSync`, one call a file. */
function nativeSpeed(files: readonly CorpusFile[]): number {
  const packed = new Map<Uint8Array, Buffer>();
  for (const { content } of files) if (!packed.has(content)) packed.set(content, deflateRawSync(content));
  const speeds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let size = 0;
    const start = performance.now();
    for (const bytes of packed.values()) size += inflateRawSync(bytes).length;
    speeds.push(size / 1000 / (performance.now() - start));
  }
  return median(speeds);
}
