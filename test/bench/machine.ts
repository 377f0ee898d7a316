import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** What the figures were taken on, in one line. */
export function describeMachine(browserVersion: string): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${memory} GiB, ${systemName()}, Chromium ${browserVersion}, Node ${process.versions.node}`;
}

function systemName(): string {
  return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
}
