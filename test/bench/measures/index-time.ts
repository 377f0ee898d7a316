// From choosing a backup of 25,000 entries to the page being ready to extract it.
import { siteArchive } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import type { CorpusFile } from '../corpus.ts';
import { atMost, list, median, type Figures } from '../figures.ts';

const rounds = 5;
export const indexEntryCount = 25_000;

export async function measureIndex(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  const path = await siteArchive('jpa', files);
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++)
    seconds.push((await session.withProduct((product) => product.open([path]))) / 1000);
  console.log(`\nIndex of a JPA with ${files.length} entries, in the page: ${list(seconds, 's')}`);
  figures.add('index-25000-entries-seconds', median(seconds), atMost(1.5));
}
