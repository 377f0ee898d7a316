// Memory with archives far larger than it: written into a real folder, which must have the room.
import { rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { deflatedZeros, storedZeros } from '../archives.ts';
import type { BenchSession } from '../bench-session.ts';
import { atMost, type Figures } from '../figures.ts';
import { extractOnce } from './extraction.ts';

const gigabyte = 1e9;

/** A browser keeps the swap file and the old one side by side only when it replaces; still, leave room for others. */
const roomNeeded = 8 * gigabyte;

export async function measureMemory(session: BenchSession, figures: Figures): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  if (bavail * bsize < roomNeeded) {
    console.log(`\nMemory runs left out: ${tmpdir()} has less than ${roomNeeded / gigabyte} GB free`);
    return;
  }
  console.log('\nMemory, large archives into a real folder');
  const archives = [
    { name: '5gb-stored-entry', path: await storedZeros('one-stored', 1, 5 * gigabyte), fileCount: 1 },
    { name: '5gb-deflated-entry', path: await deflatedZeros('one-deflated', 5 * gigabyte), fileCount: 1 },
    { name: '6gb-archive', path: await storedZeros('many-stored', 750, 8_000_000), fileCount: 750 },
  ];
  for (const { name, ...archive } of archives) {
    const folder = await session.newFolder();
    const run = await extractOnce(session, archive, folder);
    await rm(folder, { recursive: true });
    console.log(`${name}: ${run.seconds.toFixed(1)} s`);
    figures.add(`${name}-peak-memory-mb`, run.peakMemory, atMost(256));
  }
}
