// Memory of Chromium's renderer processes, as Linux counts it: RssAnon + RssShmem, every 100 ms. Both are memory that no
// file backs; what the code of the browser itself takes is left out, nothing else is subtracted.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const intervalMs = 100;

export class RendererMemory {
  #peak = 0;
  #samples = 0;
  #isStopped = false;
  readonly #sampling: Promise<void>;

  private constructor() {
    this.#sampling = this.#sample();
  }

  static start(): RendererMemory {
    return new RendererMemory();
  }

  /** The most that any one renderer held, in MB (10^6 bytes). */
  async stop(): Promise<number> {
    this.#isStopped = true;
    await this.#sampling;
    if (this.#samples === 0) throw new Error('no renderer was seen');
    return this.#peak;
  }

  async #sample(): Promise<void> {
    while (!this.#isStopped) {
      const now = await largestRenderer();
      if (now > 0) this.#samples += 1;
      this.#peak = Math.max(this.#peak, now);
      await wait(intervalMs);
    }
  }
}

/** What the largest renderer that this process has started holds now, in MB. */
export async function largestRenderer(): Promise<number> {
  const parents = new Map<string, string>();
  const renderers: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const status = await readOrNothing(`/proc/${pid}/stat`);
    // The process name, in brackets, may hold spaces.
    parents.set(pid, status.slice(status.lastIndexOf(')')).split(' ')[2] ?? '');
    if ((await readOrNothing(`/proc/${pid}/cmdline`)).includes('--type=renderer')) renderers.push(pid);
  }
  const own = renderers.filter((pid) => isDescendant(pid, parents));
  return Math.max(0, ...(await Promise.all(own.map(heldBy))));
}

function isDescendant(pid: string, parents: ReadonlyMap<string, string>): boolean {
  for (let above = parents.get(pid); above !== undefined && above !== ''; above = parents.get(above))
    if (above === String(process.pid)) return true;
  return false;
}

async function heldBy(pid: string): Promise<number> {
  const status = await readOrNothing(`/proc/${pid}/status`);
  const kibibytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
  return ((kibibytes('RssAnon') + kibibytes('RssShmem')) * 1024) / 1e6;
}

/** Empty where the process has ended meanwhile. */
async function readOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
