// Puts the results of a whole run into the bench's README, where nobody can mistype them.
import { readFile, writeFile } from 'node:fs/promises';

const readme = new URL('./README.md', import.meta.url);
const heading = '## Results\n';

export async function writeResults(machine: string, figureLines: readonly string[]): Promise<void> {
  const text = await readFile(readme, 'utf8');
  const end = text.indexOf(heading);
  if (end < 0) throw new Error('README.md has no results to replace');
  const date = new Date().toISOString().slice(0, 10);
  const results = ['`npm run bench`, ' + date + '. ' + machine + '.', '', '```', ...figureLines, '```', ''].join('\n');
  await writeFile(readme, `${text.slice(0, end)}${heading}\n${results}`);
}
