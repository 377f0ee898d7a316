// The script against whoever made the archive, or put something in its way.
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { at, item, link, planOf, promised, shells, Stage } from './stage.ts';

const hostileNames = [
  '-rf',
  '--help',
  "it's",
  'say "hi"',
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned #',
  '$HOME ${x} $1',
  '%s%n%d',
  'a\nFACTS\ntouch pwned\n',
  '\n',
  '\n\n',
  ' ',
  ' both ends ',
  'tab\tand\rreturn',
  '*?[a-z]',
  '~',
  '!!',
  '&|<>(){}',
  '\u001b[31mred',
  '\u009b31mred',
  'ends in dot.',
  '...',
  'naïve café – ünïcode 你好',
  '😀👩‍👩‍👧‍👦',
  // The bytes 0x80 to 0x9f, some of which are marks inside a shell.
  ...Array.from({ length: 32 }, (_, index) => String.fromCodePoint(0xc0 + index)),
  '\ufffd\ufeff\uffff',
  '＼0101＼c',
];

// CI takes a skipped test for a failed one; elsewhere a shell that is not installed (busybox, bash) is passed over.
for (const shell of shells)
  describe.skipIf(shell.program === undefined)(`run by ${shell.name}, the script`, { timeout: 60_000 }, () => {
    test('N-36: takes every name as a name', async () => {
      const paths = hostileNames.flatMap((name) => [name, `${name} d/${name}`]);
      const plan = planOf({
        directories: hostileNames.map((name, index) => item(`${name} d`, 0o711, at(index))),
        files: paths.map((path, index) => item(path, 0o604, at(index))),
        links: hostileNames.map((name) => link(`${name} link`, name)),
      });
      const stage = await Stage.of(plan);
      const { code, told, complaints } = await stage.run(shell, plan);
      const [files, folders, links] = [plan.files, plan.directories, plan.links].map(({ length }) => length);
      expect({ code, told, complaints }).toEqual({
        code: 0,
        told: `Set ${files ?? 0} files, ${folders ?? 0} folders and ${links ?? 0} links.\n`,
        complaints: '',
      });
      expect(await stage.look()).toEqual(promised(plan));
    });

    test('shows no control character of a name', async () => {
      const names = ['\u001b[31mred', '\u009b31mred', 'a\nb'];
      const plan = planOf({ files: names.map((name) => item(name, 0o644)), links: [link('l\u001b', '/\u009b\n')] });
      const stage = await Stage.of(plan);
      for (const name of names) {
        await rm(stage.at(name));
        await mkdir(stage.at(name));
      }
      const { told, complaints } = await stage.run(shell, {
        ...plan,
        directories: names.map((name) => item(name, 0o700)),
      });
      expect(complaints.split('\n')).toHaveLength(4);
      // eslint-disable-next-line no-control-regex -- the range is the point
      expect(told + complaints).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
    });

    test('follows no link on the way or at the end, and leaves what is outside untouched', async () => {
      const plan = planOf({
        directories: [item('a', 0o755, at(1)), item('a/b', 0o777, at(1)), item('planted', 0o777, at(1))],
        files: [
          item('index.php', 0o644),
          item('a/b/c/secret', 0o777, at(1)),
          item('a/b/file', 0o666, at(1)),
          item('key', 0o777, at(1)),
        ],
        links: [link('a/b/new', 'file')],
      });
      const stage = await Stage.of(plan);
      await stage.plant('outside/c/secret');
      await stage.plant('outside/file');
      for (const [path, target] of [
        ['a/b', '../../outside'],
        ['planted', '../outside'],
        ['key', '../outside/file'],
      ] as const) {
        await rm(stage.at(path), { recursive: true });
        await symlink(target, stage.at(path));
      }
      const outside = async (): Promise<unknown> =>
        Object.entries(await stage.look()).filter(([path]) => path.startsWith('outside'));
      const before = await outside();

      const { code, complaints } = await stage.run(shell, plan);
      expect(code).toBe(1);
      expect(complaints.trim().split('\n').sort()).toEqual([
        './a/b/c/secret: left alone, a symbolic link is on the way to it',
        './a/b/file: left alone, a symbolic link is on the way to it',
        './a/b/new: left alone, a symbolic link is on the way to it',
        './a/b: left alone, it is not a folder',
        './key: left alone, it is not a file',
        './planted: left alone, it is not a folder',
      ]);
      expect(await outside()).toEqual(before);
    });

    test('makes no folder for a link where a link or a file is on the way', async () => {
      const plan = planOf({
        files: [item('index.php', 0o644), item('plain', 0o644)],
        links: [link('astray/a/l', 'x'), link('plain/a/l', 'x'), link('-p $(id)\n/l', 'x')],
      });
      const stage = await Stage.of(plan);
      await stage.plant('outside/file');
      await symlink('../outside', stage.at('astray'));
      const { code, complaints } = await stage.run(shell, plan);
      expect(code).toBe(1);
      expect(complaints).toBe(
        './astray/a/l: left alone, a symbolic link is on the way to it\n./plain/a/l: the link could not be made\n',
      );
      const found = Object.keys(await stage.look()).filter((path) => !path.startsWith('site/-p $(id)\n'));
      expect(found.sort()).toEqual(['outside', 'outside/file', 'site/astray', 'site/index.php', 'site/plain']);
      expect(await stage.line('-p $(id)\n/l')).toBe('→ x');
    });

    test('L-01: lists links that lead out, and makes none of them', async () => {
      const targets = ['/etc/passwd', '../outside', 'a/../../outside', ''];
      const plan = planOf({
        files: [item('index.php', 0o644)],
        links: targets.map((target, index) => link(`l${index}`, target)),
      });
      const stage = await Stage.of(plan);
      const { code, told } = await stage.run(shell, plan);
      expect(code).toBe(1);
      for (const [index, target] of targets.entries()) expect(told).toContain(`  ./l${index} -> ${target}\n`);
      expect(told).toContain('Left to you, and listed above: 4 links.');
      expect(Object.keys(await stage.look()).sort()).toEqual(['site/index.php']);

      // Made by hand, they are no longer asked for.
      for (const [index, target] of targets.slice(0, 3).entries()) await symlink(target, stage.at(`l${index}`));
      const once = { ...plan, links: plan.links.slice(0, 3) };
      expect(await stage.run(shell, once)).toMatchObject({ code: 0, told: 'Set 1 file, 0 folders and 3 links.\n' });
    });

    test('makes no link where something is', async () => {
      const plan = planOf({
        files: [item('index.php', 0o644)],
        links: ['f', 'd', 'l'].map((at) => link(at, 'index.php')),
      });
      const stage = await Stage.of(plan);
      await stage.plant('site/f');
      await mkdir(stage.at('d'));
      await symlink('index.php\n', stage.at('l'));
      const { code, complaints } = await stage.run(shell, plan);
      expect(code).toBe(1);
      expect(complaints).toBe(
        ['f', 'd', 'l'].map((at) => `./${at}: the link was not made, something else is there\n`).join(''),
      );
      expect(Object.keys(await stage.look())).toHaveLength(4);
      expect(await readFile(stage.at('f'), 'utf8')).toBe('planted');
    });
  });
