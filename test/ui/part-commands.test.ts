// The commands to be pasted on the server: given to real shells, with names that would like to be more than names.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { partCommands, posixQuoted, powerShellQuoted } from '../../src/ui/part-commands.ts';
import { sha256 } from '../support/fixtures.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What the shell prints in a folder that holds these files. */
function printed(command: string, names: readonly string[], shell: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'unstow-parts-'));
  folders.push(folder);
  for (const name of names) writeFileSync(join(folder, name), name);
  return spawnSync(shell, ['-c', command], { cwd: folder }).stdout.toString();
}

function commandFor(place: RegExp, names: readonly string[]): string {
  const found = partCommands(names).find(({ where }) => place.test(where));
  if (found === undefined) throw new Error('no such command');
  return found.command;
}

const plain = [
  'site.jpa',
  'my site.jpa',
  "it's.jpa",
  '$(touch pwned).jpa',
  '`touch pwned`.jpa',
  'a;touch pwned;.jpa',
  '-rf.jpa',
  '~root.jpa',
  '*.jpa',
  'a"b.jpa',
  'back\\slash.jpa',
  'Sicherung äöü.jpa',
  '!history.jpa',
  "''.jpa",
];
const unseen = ['line\nbreak.jpa', 'escape\u001b[2J.jpa', 'bidi\u202eapj', "tab\there's.jpa", 'bell\u00075.jpa'];

describe('a name', () => {
  test.each(plain)('is one name to any shell: %j', (name) => {
    for (const shell of ['sh', 'bash'])
      expect(printed(commandFor(/Linux/, [name]), [name], shell), shell).toContain(sha256(Buffer.from(name)));
  });

  test.each(unseen)(
    'with what cannot be seen is one name to bash, and nothing in it reaches a terminal: %j',
    (name) => {
      const command = commandFor(/Linux/, [name]);
      expect(command).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(printed(command, [name], 'bash')).toContain(sha256(Buffer.from(name)));
    },
  );

  test('that is plain is not quoted', () => {
    expect(posixQuoted('site-example.org-20260402.j01')).toBe('site-example.org-20260402.j01');
    expect(posixQuoted('')).toBe("''");
  });

  test('for PowerShell: all that it takes for a quote is doubled', () => {
    expect(powerShellQuoted("it's ‘so‚ ‛x’")).toBe("'it''s ‘‘so‚‚ ‛‛x’’'");
    expect(commandFor(/PowerShell/, ['a.j01', '$x.jpa'])).toContain("-LiteralPath 'a.j01','$x.jpa'");
  });
});

describe('many parts', () => {
  const manyOf = (stem: string, letter: string, count: number): string[] => [
    ...Array.from({ length: count }, (_, index) => `${stem}.${letter}${String(index + 1).padStart(2, '0')}`),
    `${stem}.${letter === 'z' ? 'zip' : 'jpa'}`,
  ];

  test.each([
    ['my site', 'j', 120],
    ["it's", 'z', 12],
    ['site', 'j', 8],
    ['site', 'j', 7],
  ])('of %j are all found, in their order', (stem, letter, count) => {
    const names = manyOf(stem, letter, count);
    const lines = printed(commandFor(/Linux/, names), [...names, `${stem}.${letter}pg`], 'sh')
      .trim()
      .split('\n');
    expect(lines.map((line) => line.slice(0, 64)).sort()).toEqual(
      names.map((name) => sha256(Buffer.from(name))).sort(),
    );
  });

  test('are named by a pattern from nine on', () => {
    expect(commandFor(/Linux/, manyOf('site', 'j', 8))).toBe('sha256sum -- site.j[0-9]* site.jpa');
    expect(commandFor(/macOS/, manyOf('a b', 'j', 8))).toBe("shasum -a 256 -- 'a b.j'[0-9]* 'a b.jpa'");
    expect(commandFor(/Linux/, manyOf('site', 'j', 7))).not.toContain('*');
  });

  test('that are not numbered alike are named one by one', () => {
    const names = [...manyOf('site', 'j', 9).slice(0, -1), 'other.jpa', 'third.jpa'];
    expect(commandFor(/Linux/, names)).not.toContain('*');
  });
});
