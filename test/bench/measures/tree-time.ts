// From choosing a backup of 25,000 entries to its files in view: the first rows of the tree painted. Of a JPS, what it takes a
// person to type the password is not in it.
import { benchPassword, siteArchive } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import type { CorpusFile } from '../corpus.ts';
import { atMost, list, median, type Figures } from '../figures.ts';

const rounds = 5;
const kinds = [
  { format: 'jpa', mostSeconds: 2 },
  { format: 'jps', password: benchPassword, mostSeconds: 4 },
] as const;

export async function measureTree(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  console.log(`\nA backup of ${files.length} entries, until its files are in view`);
  for (const { format, mostSeconds, ...kind } of kinds) {
    const path = await siteArchive(format, files);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++)
      seconds.push(
        await session.withProduct(async (product) => {
          await product.open([path], 'password' in kind ? kind.password : undefined);
          return (await product.listed()) / 1000;
        }),
      );
    console.log(`${format}: ${list(seconds, 's')}`);
    figures.add(`${format}-tree-25000-entries-seconds`, median(seconds), atMost(mostSeconds));
  }
}
