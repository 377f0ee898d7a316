// Real trouble with a real folder: a disk that is full, one that becomes read-only. The run waits, and goes on when it is mended.
import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { canHaveDisplay } from '../support/display.ts';
import { contentLine, readDisk } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { useRealStage } from './stage.ts';

/** Mounting a small disk of memory takes root, on Linux. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount) console.log('Skipped: a full disk, which only root can mount.');

const files = Array.from({ length: 60 }, (_, index) => ({
  path: `folder-${index % 5}/file-${index}.txt`,
  content: `${index} `.repeat(30_000),
}));
const backup = { name: 'site.jpa', content: writeJpa({ entries: files }) };
const promised = Object.fromEntries(files.map(({ path, content }) => [path, contentLine(content)]));

describe.skipIf(!canHaveDisplay() || !canMount)('a real disk', () => {
  const newRun = useRealStage();
  const mounted: string[] = [];

  /** A disk of so many megabytes over an empty folder. */
  function mount(folder: string, options: string): void {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder]);
    mounted.push(folder);
  }
  function remount(folder: string, options: string): void {
    execFileSync('mount', ['-o', `remount,${options}`, folder]);
  }
  afterEach(() => {
    // What the browser may still hold open must not keep the next test waiting.
    for (const folder of mounted.splice(0)) execFileSync('umount', ['-l', folder]);
  });

  test('F-02: that is full holds the run, which goes on when there is room', async () => {
    const { run, target, extract } = await newRun();
    mount(target, 'size=3m');
    await run.chooseFiles([backup]);
    await run.reaches('ready');
    await extract();
    await run.says('The disk is full.');
    expect(await run.state()).toBe('running');
    // Whole files only, and none that is empty.
    for (const [path, line] of Object.entries(await readDisk(target)))
      if (path.startsWith('folder-') && path.endsWith('.txt')) expect(line, path).toBe(promised[path]);

    // Mended in one way and broken in another (F-09).
    remount(target, 'ro,size=30m');
    await run.button('Try again').click();
    await run.says('Nothing more can be written');
    remount(target, 'rw');
    await run.button('Try again').click();
    await run.reaches('done');
    expect(await readDisk(target)).toEqual(promised);
    expect(await run.warnings()).toBe('');
  });

  test('F-09: that is read-only is told before anything is begun', async () => {
    const { run, target, extract } = await newRun();
    mount(target, 'size=30m');
    await run.chooseFiles([backup]);
    await run.reaches('ready');
    remount(target, 'ro');
    await extract();
    await run.says('Nothing more can be written');
    expect(await run.state()).not.toBe('running');
    expect(await readDisk(target)).toEqual({});
  });
});
