// A screen that exists only in memory (Xvfb), with the keyboard (xdotool) and the camera that tests of real dialogs need.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-chromium.mjs';
import { encodePng, type Picture } from './png.ts';

const run = promisify(execFile);

/** Is there what a display needs? Where not, tests of real dialogs cannot run. */
export function canHaveDisplay(): boolean {
  return findProgram('Xvfb') !== undefined && findProgram('xdotool') !== undefined;
}

export class Display {
  /** As for the environment variable DISPLAY: ":3". */
  readonly name: string;
  readonly #folder: string;
  readonly #kill: () => Promise<void>;

  private constructor(name: string, folder: string, kill: () => Promise<void>) {
    this.name = name;
    this.#folder = folder;
    this.#kill = kill;
  }

  /** Starts an X server on whichever display number is free. */
  static async start(): Promise<Display> {
    const folder = await mkdtemp(join(tmpdir(), 'unstow-display-'));
    // Descriptor 3 is where Xvfb writes the number it took; the frame buffer file is what `screenshot` reads.
    const size = ['-screen', '0', '1280x900x24'];
    const xvfb = spawn('Xvfb', ['-displayfd', '3', ...size, '-nolisten', 'tcp', '-fbdir', folder], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const gone = once(xvfb, 'exit');
    const pipe = xvfb.stdio[3];
    if (pipe === undefined || pipe === null) throw new Error('Xvfb was started without its pipe.');
    const told: readonly unknown[] = await Promise.race([once(pipe, 'data'), gone]);
    const first = told[0];
    if (!(first instanceof Buffer)) throw new Error('Xvfb did not start.');
    const number = first.toString().trim();
    return new Display(`:${number}`, folder, async () => {
      xvfb.kill();
      await gone;
    });
  }

  /** Runs xdotool. Resolves with what it prints; where it finds nothing (exit code 1), with an empty string. */
  async xdotool(...args: string[]): Promise<string> {
    try {
      const { stdout } = await run('xdotool', args, { env: { ...process.env, DISPLAY: this.name } });
      return stdout.trim();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 1) return '';
      throw error;
    }
  }

  /** What the screen shows now. */
  async look(): Promise<Picture> {
    return readXwd(await readFile(join(this.#folder, 'Xvfb_screen0')));
  }

  /** Writes what the screen shows now, as a PNG. */
  async screenshot(file: string): Promise<void> {
    await writeFile(file, encodePng(await this.look()));
  }

  async stop(): Promise<void> {
    await this.#kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The X window dump that Xvfb keeps of its screen: big-endian header, colour table, then rows of blue, green, red, nothing. */
function readXwd(dump: Buffer): Picture {
  const field = (index: number): number => dump.readUInt32BE(4 * index);
  const [headerSize, width, height, rowSize, colours] = [field(0), field(4), field(5), field(12), field(19)];
  const start = headerSize + 12 * colours;
  const rgb = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = start + y * rowSize + 4 * x;
      const to = 3 * (y * width + x);
      rgb[to] = dump.readUInt8(from + 2);
      rgb[to + 1] = dump.readUInt8(from + 1);
      rgb[to + 2] = dump.readUInt8(from);
    }
  return { width, height, rgb };
}
