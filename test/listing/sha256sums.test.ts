// The list for `sha256sum -c`, read by the real one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sumLine } from '../../src/listing/sha256sums.ts';
import { toolOrSkip } from '../support/archive-tools.ts';
import { fixtures, openFixture, sha256 } from '../support/fixtures.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { prepare, runToEnd } from '../extract/run.ts';
import { fixtureFiles, opened, quiet, usual } from '../extract/session-files.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** These files on disk, and what the real program says of this list there. */
function check(
  files: ReadonlyMap<string, Uint8Array>,
  list: string,
): { readonly status: number | null; readonly text: string } {
  toolOrSkip('sha256sum', 'coreutils');
  const folder = mkdtempSync(join(tmpdir(), 'unstow-sums-'));
  folders.push(folder);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  const { status, stdout, stderr } = spawnSync('sha256sum', ['--strict', '-c', '-'], { cwd: folder, input: list });
  return { status, text: `${stdout.toString()}${stderr.toString()}` };
}

async function extracted(name: string, password: string | null): Promise<MemorySink> {
  const sink = new MemorySink();
  await runToEnd(await prepare(openFixture(name), password), sink);
  return sink;
}

const hostile = [
  'plain.txt',
  ' leading space',
  '  two',
  'trailing space ',
  '*star',
  'back\\slash',
  '\\begins',
  'ends\\',
  'line\nbreak',
  '\nbegins',
  'carriage\rreturn',
  'ends in\r',
  'a\\nb',
  '-',
  '--help',
  '-c',
  "it's",
  '"double"',
  '$(reboot)',
  '#comment',
  'SHA256 (a) = b',
  'ä ö/日本.txt',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  x',
  '\u202etxt.exe',
  '\ttab',
];

describe('a path', () => {
  test.each(hostile)('is found by the real program: %j', (path) => {
    const bytes = Buffer.from(`content of ${path}`);
    const files = new Map([[path, bytes]]);
    expect(check(files, sumLine(sha256(bytes), path))).toMatchObject({ status: 0 });
    expect(check(files, sumLine(sha256(Buffer.from('another')), path)).status, 'and missed when it differs').toBe(1);
  });

  test('all of them, in one list', () => {
    const files = new Map(hostile.map((path) => [path, Buffer.from(path)]));
    const list = [...files].map(([path, bytes]) => sumLine(sha256(bytes), path)).join('');
    const { status, text } = check(files, list);
    expect(status, text).toBe(0);
  });
});

test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
  '%s: what a test has read is what an extraction writes',
  async (name, { password }) => {
    const session = await opened(fixtureFiles(name), password ?? undefined);
    expect(await session.extract({ kind: 'test' }, usual, quiet)).toMatchObject({ isComplete: true });
    const list = await (await session.list('sha256sums')).text();
    // A place that takes all names, as an archive does.
    const { files } = await extracted(name, password);
    const { status, text } = check(files, list);
    expect(status, text).toBe(0);
    expect(text.match(/: OK$/gm)).toHaveLength(files.size);
  },
);
