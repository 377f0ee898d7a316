// The script at work: run by each shell in a folder as a browser leaves it.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { restoreScript } from '../../src/restore/restore-script.ts';
import { at, item, link, planOf, promised, shells, Stage } from './stage.ts';

const small = planOf({
  directories: [item('a', 0o755, at(1)), item('a/b', 0o750, at(2)), item('empty', 0o700, at(3))],
  files: [
    item('index.php', 0o644, at(4)),
    item('a/run.sh', 0o755, at(5)),
    item('a/b/config.php', 0o444, at(6)),
    item('a/b/timeless', 0o640),
  ],
  links: [link('a/b/up', '../../index.php'), link('-link', '-n'), link('a/to-b', 'b')],
});

// CI takes a skipped test for a failed one; elsewhere a shell that is not installed (busybox, bash) is passed over.
for (const shell of shells)
  describe.skipIf(shell.program === undefined)(`run by ${shell.name}, the script`, { timeout: 60_000 }, () => {
    test('sets modes and times, makes links, and says so', async () => {
      const stage = await Stage.of(small);
      const { code, told, complaints } = await stage.run(shell, small);
      expect({ code, told, complaints }).toEqual({
        code: 0,
        told: 'Set 4 files, 3 folders and 3 links.\n',
        complaints: '',
      });
      const found = await stage.look();
      expect(found).toMatchObject({
        'site/a': '755 1700000001',
        'site/a/b': '750 1700000002',
        'site/empty': '700 1700000003',
        'site/index.php': '644 1700000004',
        'site/a/run.sh': '755 1700000005',
        'site/a/b/config.php': '444 1700000006',
        'site/a/b/up': '→ ../../index.php',
        'site/-link': '→ -n',
        'site/a/to-b': '→ b',
      });
      expect(found['site/a/b/timeless']).toMatch(/^640 (?!17000000)/);
    });

    test('can be run again, and puts right what went wrong since', async () => {
      const stage = await Stage.of(small);
      const first = await stage.run(shell, small);
      const after = await stage.look();
      expect(await stage.run(shell, small)).toEqual(first);
      expect(await stage.look()).toEqual(after);

      await rm(stage.at('a/b/up'));
      await writeFile(stage.at('index.php'), 'changed');
      expect(await stage.run(shell, small)).toEqual(first);
      expect(await stage.look()).toEqual(after);
    });

    test('counts what is missing, does the rest, and does not call that done', async () => {
      const stage = await Stage.of(small);
      for (const path of ['a/b/config.php', 'a/b/timeless', 'empty']) await rm(stage.at(path), { recursive: true });
      const { code, told } = await stage.run(shell, small);
      expect({ code, told }).toEqual({
        code: 1,
        told: 'Set 2 files, 2 folders and 3 links. Passed over, because not here: 3 paths.\n',
      });
    });

    test('makes the folders that hold nothing but links, and can be run again', async () => {
      const plan = planOf({
        directories: [item('shut', 0o500, at(1))],
        files: [item('index.php', 0o644, at(0))],
        links: [link('current/media', '../index.php'), link('shut/a/b/l', 'm'), link('shut/a/b/m', '../..')],
        linkFolders: [item('current', 0o755), item('shut/a', 0o755), item('shut/a/b', 0o755)],
      });
      const stage = await Stage.of(plan);
      for (const round of [1, 2]) {
        expect(await stage.run(shell, plan), `round ${round}`).toEqual({
          code: 0,
          told: 'Set 1 file, 4 folders and 3 links.\n',
          complaints: '',
        });
        const found = await stage.look();
        expect(Object.keys(found).sort()).toEqual(Object.keys(promised(plan)).sort());
        for (const path of ['current', 'shut/a', 'shut/a/b']) expect(found[`site/${path}`]).toMatch(/^755 /);
        expect(found).toMatchObject({
          'site/current/media': '→ ../index.php',
          'site/shut/a/b/l': '→ m',
          'site/shut/a/b/m': '→ ../..',
          'site/shut': '500 1700000001',
        });
      }
    });

    test('takes the folder of a backup that holds nothing but links', async () => {
      const plan = planOf({ links: [link('a/l', 'm')], linkFolders: [item('a', 0o755)] });
      const stage = await Stage.of(plan);
      expect(await stage.run(shell, plan)).toMatchObject({ code: 0, told: 'Set 0 files, 1 folder and 1 link.\n' });
    });

    test('reaches what is in folders that keep their owner out, and again when they do', async () => {
      const plan = planOf({
        directories: [
          item('a', 0, at(1)),
          item('a/b', 0o555, at(2)),
          item('a/b/c', 0, at(3)),
          item('a/b/d', 0o444, at(4)),
        ],
        files: [item('index.php', 0o644, at(0)), item('a/f', 0, at(5)), item('a/b/c/f', 0o400, at(6))],
        links: [link('a/b/c/l', 'f')],
      });
      const stage = await Stage.of(plan);
      for (const round of [1, 2]) {
        expect(await stage.run(shell, plan), `round ${round}`).toEqual({
          code: 0,
          told: 'Set 3 files, 4 folders and 1 link.\n',
          complaints: '',
        });
        expect(await stage.look()).toEqual(promised(plan));
      }
    });

    test('refuses a folder that is not the site', async () => {
      const stage = await Stage.of(small);
      await stage.plant('elsewhere/mine.php');
      const script = join(stage.around, 'elsewhere/restore.sh');
      await writeFile(script, [...restoreScript(small)].join(''));
      const before = await stage.look();
      const refused = await stage.runScript(shell, script);
      expect(refused).toMatchObject({ code: 1, told: '' });
      expect(refused.complaints).toContain('none of the first files of the backup');
      expect((await stage.runScript(shell, script, 'nowhere')).code).toBe(1);
      expect(await stage.look()).toEqual(before);
      // Named, relative to where one stands, the site is found.
      expect(await stage.runScript(shell, 'elsewhere/restore.sh', 'site')).toMatchObject({ code: 0 });
      expect(await stage.line('a')).toBe('755 1700000001');
    });

    test('does nothing where it was cut short', async () => {
      const stage = await Stage.of(small);
      const text = [...restoreScript(small)].join('');
      const before = await stage.look();
      for (const length of [text.length - 2, text.indexOf('\nfile ') + 30, text.lastIndexOf('link ')]) {
        await writeFile(stage.at('restore.sh'), text.slice(0, length));
        expect((await stage.runScript(shell, stage.at('restore.sh'))).code).not.toBe(0);
        expect(await stage.look()).toEqual(before);
      }
    });

    test('names what could not be set, and does the rest', async () => {
      const files = ['a', 'timeless', 'b', 'modeless', 'c'].map((path) => item(path, 0o644, at(1)));
      const plan = planOf({ files });
      const stage = await Stage.of(plan);
      await stage.breakCommand('touch', 'timeless');
      await stage.breakCommand('chmod', 'modeless');
      expect(await stage.run(shell, plan)).toEqual({
        code: 1,
        told: 'Set 3 files, 0 folders and 0 links. Could not be done, and named above: 2 paths.\n',
        complaints: './timeless: its time could not be set\n./modeless: its mode could not be set\n',
      });
      const found = await stage.look();
      for (const path of ['a', 'b', 'c']) expect(found[`site/${path}`]).toBe('644 1700000001');
      expect(found['site/timeless']).toMatch(/^644 /);
      expect(found['site/modeless']).toBe('600 1700000001');
    });

    test('sets more files than one command takes, of many times and modes', async () => {
      const modes = [0o600, 0o644, 0o755];
      const files = Array.from({ length: 250 }, (_, n) =>
        item(`f${n % 7}/${n}`, modes[n % 3] ?? 0, at(Math.floor(n / 9) * 9)),
      );
      const plan = planOf({ files });
      const stage = await Stage.of(plan);
      expect(await stage.run(shell, plan)).toMatchObject({ code: 0, told: 'Set 250 files, 0 folders and 0 links.\n' });
      expect(await stage.look()).toMatchObject(promised(plan));
    });
  });
