// Small ZIP archives as different writers lay them out, for sweeps over every length.
import { writeSplitZip, writeZip, zipExtra, type ZipEntry } from '../../support/write-zip.ts';
import type { SmallArchive } from '../small-archives.ts';

const entries: readonly ZipEntry[] = [
  { path: 'd/' },
  { path: 'd/é.txt', content: 'a line that repeats itself, '.repeat(3) },
  { path: 'empty', content: '' },
  { path: 'stored.bin', content: 'PK\x03\x04 is not a header here', store: true },
];
const sizes = new Uint8Array([26, 0, 0, 0, 0, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]);

export const smallZips: readonly SmallArchive[] = [
  { name: 'ZIP', password: '', write: () => writeZip({ entries }) },
  {
    name: 'ZIP with extra fields and comments in its directory',
    password: '',
    write: () =>
      writeZip({
        entries: entries.map((entry) => ({ ...entry, record: { extra: zipExtra(0x7875, sizes), comment: 'comment' } })),
      }),
  },
  {
    name: 'ZIP with Zip64 sizes and end',
    password: '',
    write: () =>
      writeZip({
        wide: true,
        entries: [
          {
            path: 'a',
            content: 'x'.repeat(26),
            store: true,
            wide: true,
            local: { size: 0xffffffff, packedSize: 0xffffffff, extra: zipExtra(1, sizes) },
          },
          ...entries,
        ],
      }),
  },
  {
    name: 'ZIP with the mark of a split one',
    password: '',
    write: () => writeSplitZip({ entries }, 10_000)[0] ?? new Uint8Array(),
  },
];
