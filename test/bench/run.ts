// npm run bench              everything; the results go into README.md
// npm run bench -- aes move  these measures only: extraction, slow-close, packing, index, tree, tree-scroll, decode,
//                            aes, move, memory
import { BenchSession } from './bench-session.ts';
import { readCorpus, repeatCorpus } from './corpus.ts';
import { Figures } from './figures.ts';
import { describeMachine } from './machine.ts';
import { measureAes } from './measures/aes.ts';
import { measureDecode } from './measures/decode.ts';
import { measureExtraction } from './measures/extraction.ts';
import { indexEntryCount, measureIndex } from './measures/index-time.ts';
import { measureMemory } from './measures/memory.ts';
import { measurePacking } from './measures/packing.ts';
import { measureMove } from './measures/move.ts';
import { measureSlowClose } from './measures/slow-close.ts';
import { measureTreeScroll } from './measures/tree-scroll.ts';
import { measureTree } from './measures/tree-time.ts';
import { writeResults } from './write-results.ts';

const corpus = await readCorpus();
const site = repeatCorpus(corpus, 20_000, 200e6);
const many = repeatCorpus(corpus, indexEntryCount, 0);
const figures = new Figures();
const session = await BenchSession.start();

const measures: Readonly<Record<string, () => Promise<void>>> = {
  extraction: () => measureExtraction(session, figures, site),
  'slow-close': () => measureSlowClose(session, figures, site),
  packing: () => measurePacking(session, figures, site),
  index: () => measureIndex(session, figures, many),
  tree: () => measureTree(session, figures, many),
  'tree-scroll': () => measureTreeScroll(session, figures),
  decode: () => measureDecode(session, figures, site),
  aes: () => measureAes(session, figures),
  move: () => measureMove(session, figures, site),
  memory: () => measureMemory(session, figures),
};
// Whoever stops the bench finds no browser and no temporary folder left.
process.once('SIGINT', () => {
  void session.stop().finally(() => process.exit(130));
});

const machine = describeMachine(session.browserVersion);
const asked = process.argv.slice(2);
const names = asked.length > 0 ? asked : Object.keys(measures);

try {
  console.log(machine);
  for (const name of names) {
    const measure = measures[name];
    if (measure === undefined) throw new Error(`no measure ${name}; there are ${Object.keys(measures).join(', ')}`);
    await measure();
  }
} finally {
  await session.stop();
}
console.log(`\n${figures.lines().join('\n')}`);
if (asked.length === 0) await writeResults(machine, figures.lines());
if (figures.missed > 0) process.exitCode = 1;
