// Two ways to have no half file at a final name: write there and remove what fails, or write elsewhere and move.
import { plainFiles } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import type { CorpusFile } from '../corpus.ts';
import { list, median, type Figures } from '../figures.ts';
import type { BareWay } from '../pages/bare.ts';

const rounds = 3;
const fileCount = 2_500;
/** Moving a file to such a name makes Chromium ask "Save release.sh?", and the run would wait; writing one there does not. */
const asksFirst = /\.(?:sh|ps1)$/;
const ways: readonly BareWay[] = ['directly', 'work folder and move', 'work name and move'];

export async function measureMove(
  session: BenchSession,
  figures: Figures,
  files: readonly CorpusFile[],
): Promise<void> {
  console.log(`\nBare API, ${fileCount} files, 64 in flight`);
  const plain = await plainFiles(files.filter((file) => !asksFirst.test(file.path)).slice(0, fileCount));
  const seconds = new Map<BareWay, number[]>(ways.map((way) => [way, []]));
  const folder = await session.newFolder();
  await session.withBench(async (page) => {
    await page.locator('#file').setInputFiles(plain.path);
    await session.pick(page, folder, () => page.locator('#pick').click());
    for (let round = 0; round < rounds; round++)
      for (const way of ways) {
        const run = { directory: `run-${round}-${ways.indexOf(way)}`, files: plain.files, way };
        const taken = await page.evaluate(
          (asked) => window.bench.writeBare(asked.directory, asked.files, asked.way),
          run,
        );
        seconds.get(way)?.push(taken);
      }
  });
  for (const [way, taken] of seconds) {
    console.log(`${way}: ${list(taken, 's')}`);
    figures.add(`bare-${way.replaceAll(' ', '-')}-seconds`, median(taken));
  }
}
