// One small archive per format and variant, with a bit of everything in it, as a function of the number of its parts:
// what the sweeps over every split, every length and every byte start from.
import { noise } from '../support/seal-jps.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { writeJps, type JpsArchive } from '../support/write-jps.ts';

export interface SmallArchive {
  readonly name: string;
  readonly password: string;
  readonly write: (partCount: number) => Uint8Array;
}

const text = 'a line that repeats itself, '.repeat(3);

const entries: readonly JpaEntry[] = [
  { path: 'd/' },
  { path: 'd/é.txt', content: text },
  { path: 'empty', content: '' },
  { path: 'link', kind: 'link', content: 'd/é.txt' },
  { path: 'JPF', content: 'JPFJPF' },
];
const storedEntry: JpaEntry = { path: 'stored', content: noise('stored', 40), store: true, modified: 1_700_000_000 };

function jps(facts: Partial<JpsArchive>): SmallArchive['write'] {
  return (partCount) =>
    writeJps({ password: 'x', chunkSize: 50, ...facts, entries: entries.slice(0, 4), trailer: { partCount } });
}

export const smallArchives: readonly SmallArchive[] = [
  {
    name: 'JPA 1.2',
    password: '',
    write: (partCount) => writeJpa({ entries: [...entries, storedEntry], partCount }),
  },
  {
    name: 'JPA 1.3',
    password: '',
    write: (partCount) =>
      writeJpa({
        version: '1.3',
        entries: [...entries, storedEntry].map((entry) => ({ ...entry, wideSizes: true })),
        partCount,
      }),
  },
  { name: 'JPS 1.9', password: 'x', write: jps({ version: '1.9' }) },
  { name: 'JPS 1.10', password: 'x', write: jps({ version: '1.10' }) },
  { name: 'JPS 2.0, one salt', password: 'x', write: jps({ padsFullBlocks: true }) },
  { name: 'JPS 2.0, a salt in every block', password: 'x', write: jps({ key: 'per-block', hash: 'sha256' }) },
];
