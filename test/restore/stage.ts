// A folder as a browser leaves it (files 0600, folders 0700, times of now), and shells that run a restore script in it.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  lchown,
  lstat,
  lutimes,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  restoreScript,
  type RestoreItem,
  type RestoreLink,
  type RestorePlan,
} from '../../src/restore/restore-script.ts';
import { findProgram } from '../support/find-chromium.mjs';
import { pathOf } from '../support/path-of.ts';

export interface Shell {
  readonly name: string;
  /** Undefined where it is not installed. */
  readonly program: string | undefined;
  readonly args: readonly string[];
  /** Whether the commands a script calls are its own too, or those of the system. */
  readonly hasCommands: boolean;
}

export const shells: readonly Shell[] = [
  { name: 'sh', program: findProgram('sh'), args: [], hasCommands: false },
  { name: 'bash', program: findProgram('bash'), args: [], hasCommands: false },
  { name: 'busybox sh', program: findProgram('busybox'), args: ['sh'], hasCommands: true },
];

/** All that the script calls. */
const commands = ['chmod', 'ln', 'mkdir', 'readlink', 'touch', 'tr'];

/** Root may enter and change what nobody else may; as nobody, the script meets the rules it will meet. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

export function item(path: string, permissions: number, modifiedMs: number | null = null): RestoreItem {
  return { path: pathOf(path), permissions, modifiedMs };
}

export function link(path: string, target: string): RestoreLink {
  return { path: pathOf(path), target };
}

export function planOf(plan: Partial<RestorePlan>): RestorePlan {
  return { directories: [], files: [], links: [], linkFolders: [], ...plan };
}

/** Milliseconds, some seconds after a fixed time. */
export function at(seconds: number): number {
  return 1_700_000_000_000 + seconds * 1000;
}

export interface Run {
  readonly code: number;
  readonly told: string;
  readonly complaints: string;
}

export class Stage {
  /** Around the site's folder: what a script must never touch. */
  readonly around: string;
  readonly site: string;

  /** Commands that are found before the system's. */
  readonly #bin: string;

  private constructor(around: string, bin: string) {
    this.around = around;
    this.site = join(around, 'site');
    this.#bin = bin;
  }

  /** With every file and folder of the plan, as extracted. Gone when the test is over. */
  static async of(plan: RestorePlan): Promise<Stage> {
    const [around, bin] = [await temporaryFolder(), await temporaryFolder()];
    const stage = new Stage(around, bin);
    await mkdir(stage.site, { mode: 0o700 });
    for (const { path } of plan.directories) await mkdir(stage.at(path.join('/')), { recursive: true, mode: 0o700 });
    for (const { path } of plan.files) {
      const file = stage.at(path.join('/'));
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(file, `content of ${path.join('/')}`, { mode: 0o600 });
    }
    return stage;
  }

  at(path: string): string {
    return join(this.site, path);
  }

  /** Saves the script for a plan in the site's folder, and runs it from another one. */
  async run(shell: Shell, plan: RestorePlan): Promise<Run> {
    const script = this.at('restore.sh');
    await writeFile(script, [...restoreScript(plan)].join(''));
    return this.runScript(shell, script);
  }

  async runScript({ program, args, hasCommands }: Shell, ...words: readonly string[]): Promise<Run> {
    if (program === undefined) throw new Error('there is no such shell');
    if (hasCommands) for (const name of commands) await this.#addCommand(name, (file) => symlink(program, file));
    if (nobody) {
      for (const path of await this.#everything()) await lchown(join(this.around, path), nobody.uid, nobody.gid);
      for (const path of [this.around, this.#bin]) await lchown(path, nobody.uid, nobody.gid);
    }
    const PATH = hasCommands ? this.#bin : `${this.#bin}:${process.env['PATH'] ?? ''}`;
    // What could lead a script astray: another time zone, and a `cd` that looks elsewhere first.
    const options = { cwd: this.around, env: { PATH, TZ: 'Asia/Tokyo', CDPATH: '/' }, ...nobody };
    return new Promise((resolve) => {
      const child = execFile(program, [...args, ...words], options, (_, told, complaints) => {
        resolve({ code: child.exitCode ?? -1, told, complaints });
      });
    });
  }

  /** Puts a command in the place of the system's that fails where an argument holds `word`. */
  async breakCommand(name: string, word: string): Promise<void> {
    const real = findProgram(name) ?? name;
    const text = `#!/bin/sh\ncase "$*" in *${word}*) exit 1 ;; esac\nexec ${real} "$@"\n`;
    await this.#addCommand(name, (file) => writeFile(file, text, { mode: 0o755 }));
  }

  async #addCommand(name: string, make: (file: string) => Promise<void>): Promise<void> {
    const file = join(this.#bin, name);
    if (!existsSync(file)) await make(file);
  }

  /** Path → mode, time in seconds, and target, of all that is around, but for the site's folder itself and the script. */
  async look(): Promise<Record<string, string>> {
    const lines: Record<string, string> = {};
    for (const path of await this.#everything()) {
      const { mode, mtimeMs } = await lstat(join(this.around, path));
      const permissions = (mode % 0o1000).toString(8).padStart(3, '0');
      const isLink = Math.floor(mode / 0o10000) === 0o12;
      lines[path] = isLink ? `→ ${await readlink(join(this.around, path))}` : `${permissions} ${mtimeMs / 1000}`;
    }
    return Object.fromEntries(Object.entries(lines).filter(([path]) => !['site', 'site/restore.sh'].includes(path)));
  }

  /** Mode and time, or target, of one path of the site. */
  async line(path: string): Promise<string | undefined> {
    return (await this.look())[`site/${path}`];
  }

  /** Something from before, outside the site or in it: "file" 0640 of long ago. */
  async plant(path: string): Promise<void> {
    const file = join(this.around, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, 'planted', { mode: 0o640 });
    await chmod(file, 0o640);
    await lutimes(file, 1_000_000, 1_000_000);
  }

  async #everything(): Promise<string[]> {
    const found = await readdir(this.around, { recursive: true, withFileTypes: true });
    return found.map((entry) => relative(this.around, join(entry.parentPath, entry.name)));
  }
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unstow-restore-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What Stage.look is to find of a plan. */
export function promised({ directories, files, links, linkFolders }: RestorePlan): Record<string, string> {
  const items = [...directories, ...linkFolders, ...files].map(({ path, permissions, modifiedMs }) => {
    const line = `${permissions.toString(8).padStart(3, '0')} ${(modifiedMs ?? 0) / 1000}`;
    return [`site/${path.join('/')}`, line] as const;
  });
  return Object.fromEntries([
    ...items,
    ...links.map(({ path, target }) => [`site/${path.join('/')}`, `→ ${target}`] as const),
  ]);
}
