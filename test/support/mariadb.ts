// A MariaDB of the test's own, in a temporary folder and reached by a socket there: the one that a machine may run as a service
// is never touched. Started by the first test of a file that asks for it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { toolOrSkip } from './archive-tools.ts';

const run = promisify(execFile);
const mostOutput = 512 * 1024 * 1024;
const packetSize = '--max-allowed-packet=256M';

export interface MariaDb {
  /** Makes an empty database. */
  create(database: string): Promise<void>;
  /** Feeds a file to the `mariadb` program, as people do. @throws Error with its words where it is not content */
  importFile(database: string, sql: Uint8Array): Promise<void>;
  /** One line per row, its columns apart. */
  query(database: string, sql: string): Promise<string[][]>;
}

/** To be called where the tests of a file are declared. @returns what starts the server, once, or skips the test */
export function useMariaDb(): () => Promise<MariaDb> {
  let started: Promise<Server> | null = null;
  afterAll(async () => {
    await (await started?.catch(() => null))?.stop();
  });
  return async () => {
    const programs = {
      server: toolOrSkip('mariadbd', 'mariadb-server-core'),
      install: toolOrSkip('mariadb-install-db', 'mariadb-server-core'),
      client: toolOrSkip('mariadb', 'mariadb-client-core'),
    };
    started ??= start(programs);
    return started;
  };
}

interface Programs {
  readonly server: string;
  readonly install: string;
  readonly client: string;
}

interface Server extends MariaDb {
  stop(): Promise<void>;
}

async function start({ server, install, client }: Programs): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'unstow-mariadb-'));
  const socket = join(folder, 'socket');
  const user = `--user=${userInfo().username}`;
  const data = `--datadir=${join(folder, 'data')}`;
  await run(install, ['--no-defaults', user, data, '--auth-root-authentication-method=normal', '--skip-test-db']);
  const quick = ['--skip-networking', '--innodb-flush-log-at-trx-commit=0', '--innodb-buffer-pool-size=64M'];
  const files = [`--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`, `--log-error=${join(folder, 'log')}`];
  const child = spawn(server, ['--no-defaults', user, data, ...files, ...quick, packetSize], { stdio: 'ignore' });
  const args = ['--no-defaults', `--socket=${socket}`, '--user=root', '--batch', packetSize];
  const feed = (database: string, sql: Uint8Array | string): Promise<string> =>
    feedClient(client, [...args, '--default-character-set=utf8mb4', '--skip-column-names', database], sql);
  await untilItAnswers(child, () => feed('mysql', 'SELECT 1'));
  return {
    async create(database) {
      await feed('mysql', `CREATE DATABASE \`${database}\``);
    },
    async importFile(database, sql) {
      await feed(database, sql);
    },
    async query(database, sql) {
      const lines = (await feed(database, sql)).split('\n');
      return lines.filter((line) => line !== '').map((line) => line.split('\t'));
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

/** It makes its files first, and says nothing when it is ready. */
async function untilItAnswers(server: ChildProcess, ask: () => Promise<string>): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode}`);
    try {
      await ask();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function feedClient(client: string, args: readonly string[], input: Uint8Array | string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(client, args, { maxBuffer: mostOutput }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr));
    });
    // A client that is not content stops reading.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
