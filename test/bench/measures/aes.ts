// Which AES a JPS reader should use: the library's, or the browser's own.
import type { BenchSession } from '../bench-session.ts';
import { median, type Figures } from '../figures.ts';

const rounds = 3;
const ways = ['noble', 'webcrypto', 'webcrypto, 16 at a time'] as const;
const sizes = [
  { name: '64b', size: 64 },
  { name: '4k', size: 4 * 1024 },
  { name: '64k', size: 64 * 1024 },
  { name: '1m', size: 1024 * 1024 },
] as const;

export async function measureAes(session: BenchSession, figures: Figures): Promise<void> {
  console.log('\nAES-128-CBC decryption of zero-padded blocks, in a worker');
  await session.withBench(async (page) => {
    for (const { name, size } of sizes) {
      for (const way of ways) {
        const values: number[] = [];
        const total = size < 1024 ? 2e6 : 100e6;
        for (let round = 0; round < rounds; round++)
          values.push(
            await page.evaluate(([asked, chunk, sum]) => window.bench.aesThroughput(asked, chunk, sum), [
              way,
              size,
              total,
            ] as const),
          );
        figures.add(`aes-${way.replaceAll(/\W+/g, '-')}-${name}-mb-per-second`, median(values));
      }
    }
  });
}
