// Memory of Chromium's renderer processes, as Linux counts it: RssAnon + RssShmem, every 100 ms. Both are memory that no
// file backs; what the code of the browser itself takes is left out, nothing else is subtracted.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const intervalMs = 100;

export class RendererMemory {
  readonly #renderers: readonly string[];
  #peak = 0;
  #isStopped = false;
  readonly #sampling: Promise<void>;

  private constructor(renderers: readonly string[]) {
    this.#renderers = renderers;
    this.#sampling = this.#sample();
  }

  /**
   * Watches the renderers there are now: a page's own is there once the page has loaded. To look for new ones at every
   * sample would take the machine more time than what is measured.
   */
  static async start(): Promise<RendererMemory> {
    const renderers = await ownRenderers();
    if (renderers.length === 0) throw new Error('no renderer was seen');
    return new RendererMemory(renderers);
  }

  /** The most that any one renderer held, in MB (10^6 bytes). */
  async stop(): Promise<number> {
    this.#isStopped = true;
    await this.#sampling;
    return this.#peak;
  }

  async #sample(): Promise<void> {
    while (!this.#isStopped) {
      this.#peak = Math.max(this.#peak, await largestOf(this.#renderers));
      await wait(intervalMs);
    }
  }
}

/** What the largest renderer that this process has started holds now, in MB. */
export async function largestRenderer(): Promise<number> {
  return largestOf(await ownRenderers());
}

/** Process numbers of the renderers that this process has started. */
async function ownRenderers(): Promise<readonly string[]> {
  const parents = new Map<string, string>();
  const renderers: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const status = await readOrNothing(`/proc/${pid}/stat`);
    // The process name, in brackets, may hold spaces.
    parents.set(pid, status.slice(status.lastIndexOf(')')).split(' ')[2] ?? '');
    if ((await readOrNothing(`/proc/${pid}/cmdline`)).includes('--type=renderer')) renderers.push(pid);
  }
  return renderers.filter((pid) => isDescendant(pid, parents));
}

async function largestOf(renderers: readonly string[]): Promise<number> {
  return Math.max(0, ...(await Promise.all(renderers.map(heldBy))));
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
