// The product against the bare API: the same files into real folders of the same browser, taking turns.
import type { Worker } from 'playwright-core';
import { RendererMemory, largestRenderer } from '../renderer-memory.ts';
import { benchPassword, plainFiles, siteArchive, type BenchFormat } from '../archives.ts';
import { countFiles, type BenchSession } from '../bench-session.ts';
import { totalSize, type CorpusFile } from '../corpus.ts';
import { atMost, list, median, type Figures } from '../figures.ts';

const rounds = 5;
const formats = ['jpa', 'jps', 'zip'] as const satisfies BenchFormat[];

export interface ExtractionRun {
  readonly seconds: number;
  /** MB. */
  readonly peakMemory: number;
  /** MB before the archive was chosen. */
  readonly idleMemory: number;
}

export interface ExtractionHooks {
  /** Called with the product's worker before anything is opened. */
  readonly onWorker?: (worker: Worker) => Promise<void>;
  /** Called when the run is over and its page is still there. */
  readonly afterwards?: () => Promise<void>;
}

export interface SiteArchive {
  readonly path: string;
  readonly password?: string;
  readonly fileCount: number;
}

/** One run of the product into a folder that is empty. */
export async function extractOnce(
  session: BenchSession,
  archive: SiteArchive,
  folder: string,
  { onWorker, afterwards }: ExtractionHooks = {},
): Promise<ExtractionRun> {
  return session.withProduct(async (product) => {
    const idleMemory = await largestRenderer();
    const memory = await RendererMemory.start();
    await product.open([archive.path], archive.password);
    await session.pick(product.page, folder, () => product.pressExtract());
    const seconds = await product.finished();
    const peakMemory = await memory.stop();
    await afterwards?.();
    const written = await countFiles(folder);
    if (written !== archive.fileCount)
      throw new Error(`${written} of ${archive.fileCount} files were written:\n${await product.text()}`);
    return { seconds, peakMemory, idleMemory };
  }, onWorker);
}

/** The same files by the bare API. */
async function writeBareOnce(session: BenchSession, files: readonly CorpusFile[]): Promise<number> {
  const plain = await plainFiles(files);
  const folder = await session.newFolder();
  return session.withBench(async (page) => {
    await page.locator('#file').setInputFiles(plain.path);
    await session.pick(page, folder, () => page.locator('#pick').click());
    // Watched like the product, so that both carry the cost of it.
    const memory = await RendererMemory.start();
    const seconds = await page.evaluate((list) => window.bench.writeBare('site', list, 'directly'), plain.files);
    await memory.stop();
    return seconds;
  });
}

/**
 * A machine is not as fast at one minute as at the next: each run of the product lies between two of the bare API, and is
 * compared with these. The formats take turns, each time in another order.
 */
export async function measureExtraction(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  console.log(`\nExtraction of ${files.length} files, ${Math.round(totalSize(files) / 1e6)} MB, ${rounds} rounds`);
  const bare = [await writeBareOnce(session, files)];
  const runs: Record<BenchFormat, ComparedRun[]> = { jpa: [], jps: [], zip: [] };
  for (let round = 0; round < rounds; round++) {
    const first = round % formats.length;
    for (const format of [...formats.slice(first), ...formats.slice(0, first)]) {
      const before = bare.at(-1) ?? NaN;
      const run = await extractOnce(session, await archiveOf(format, files), await session.newFolder());
      const after = await writeBareOnce(session, files);
      bare.push(after);
      runs[format].push({ ...run, ratio: run.seconds / ((before + after) / 2) });
    }
  }
  console.log(`bare API: ${list(bare, 's')}`);
  figures.add('bare-seconds', median(bare));
  for (const format of formats) {
    const ofFormat = runs[format];
    const seconds = ofFormat.map((run) => run.seconds);
    const ratios = ofFormat.map((run) => run.ratio);
    console.log(`${format}: ${list(seconds, 's')}, beside the bare API ${list(ratios, 'times')}`);
    figures.add(`${format}-product-seconds`, median(seconds));
    figures.add(`${format}-ratio`, median(ratios), atMost(1.15));
    figures.add(`${format}-ratio-of-medians`, median(seconds) / median(bare));
    figures.add(`${format}-idle-memory-mb`, Math.max(...ofFormat.map((run) => run.idleMemory)));
    figures.add(`${format}-peak-memory-mb`, Math.max(...ofFormat.map((run) => run.peakMemory)), atMost(256));
  }
}

/** A run between two of the bare API. */
interface ComparedRun extends ExtractionRun {
  /** To the mean of the two. */
  readonly ratio: number;
}

async function archiveOf(format: BenchFormat, files: readonly CorpusFile[]): Promise<SiteArchive> {
  const path = await siteArchive(format, files);
  return { path, fileCount: files.length, ...(format === 'jps' ? { password: benchPassword } : {}) };
}
