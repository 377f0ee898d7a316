// One output file against thousands, and against what no program could do without: writing its bytes, and inflating them once.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { benchPassword, siteArchive } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import type { CorpusFile } from '../corpus.ts';
import { atLeast, atMost, list, median, type Figures } from '../figures.ts';
import { RendererMemory } from '../renderer-memory.ts';
import { extractOnce } from './extraction.ts';

const rounds = 3;

interface Packed {
  readonly seconds: number;
  /** Bytes of the output. */
  readonly size: number;
  /** MB. */
  readonly peakMemory: number;
}

async function packOnce(session: BenchSession, archive: string, password?: string): Promise<Packed> {
  const file = join(await session.newFolder(), 'site.zip');
  return session.withProduct(async (product) => {
    const memory = await RendererMemory.start();
    await product.open([archive], password);
    await product.chooseZip();
    await session.save(file, () => product.pressSaveZip());
    const seconds = await product.finished();
    return { seconds, size: (await stat(file)).size, peakMemory: await memory.stop() };
  });
}

async function writeOnce(session: BenchSession, size: number): Promise<number> {
  const folder = await session.newFolder();
  return session.withBench(async (page) => {
    await session.pick(page, folder, () => page.locator('#pick').click());
    return page.evaluate((bytes) => window.bench.writeOneFile(bytes), size);
  });
}

/** Seconds of native inflating, one call for each entry of the archive. */
function inflateOnce(packed: readonly Buffer[]): number {
  const start = performance.now();
  for (const bytes of packed) inflateRawSync(bytes);
  return (performance.now() - start) / 1000;
}

export async function measurePacking(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  console.log(`\nJPA of ${files.length} files into one .zip, ${rounds} rounds`);
  const path = await siteArchive('jpa', files);
  const encrypted = await siteArchive('jps', files);
  const once = new Map(files.map(({ content }) => [content, deflateRawSync(content)]));
  const packed = files.flatMap(({ content }) => once.get(content) ?? []);
  const zips: Packed[] = [];
  const converted: Packed[] = [];
  const taken = { folder: [] as number[], bare: [] as number[], native: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const zip = await packOnce(session, path);
    zips.push(zip);
    converted.push(await packOnce(session, encrypted, benchPassword));
    taken.bare.push(await writeOnce(session, zip.size));
    taken.native.push(inflateOnce(packed));
    const run = await extractOnce(session, { path, fileCount: files.length }, await session.newFolder());
    taken.folder.push(run.seconds);
  }
  const seconds = zips.map((zip) => zip.seconds);
  console.log(`zip ${list(seconds, 's')}, folder ${list(taken.folder, 's')}, one file ${list(taken.bare, 's')}`);
  const zip = median(seconds);
  const floor = Math.max(median(taken.bare), median(taken.native));
  figures.add('zip-output-seconds', zip);
  figures.add('folder-seconds', median(taken.folder));
  figures.add('one-file-bare-seconds', median(taken.bare));
  figures.add('native-inflate-seconds', median(taken.native));
  figures.add('folder-over-zip-output-ratio', median(taken.folder) / zip, atLeast(5));
  figures.add('zip-output-over-floor-ratio', zip / floor, atMost(1.5));
  figures.add('zip-output-peak-memory-mb', peakOf(zips), atMost(256));
  figures.add('jps-to-zip-seconds', median(converted.map((one) => one.seconds)));
  figures.add('jps-to-zip-peak-memory-mb', peakOf(converted), atMost(256));
}

function peakOf(packed: readonly Packed[]): number {
  return Math.max(...packed.map((one) => one.peakMemory));
}
