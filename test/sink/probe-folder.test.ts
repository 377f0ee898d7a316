// Which names a folder takes is asked of the folder, and asking leaves no trace in it.
import { describe, expect, test } from 'vitest';
import { classesOf } from '../../src/plan/name-classes.ts';
import { RefusedNames } from '../../src/sink/probe-folder.ts';
import { FakeFolder, type FakeFolderOptions, type FakeOperation } from '../support/fake-folder.ts';
import { isNameAllowed, longestWritableName, nameSize, type NameRules } from '../support/fake-names.ts';

async function asked(names: readonly string[], options: FakeFolderOptions = {}): Promise<RefusedNames> {
  const refused = new RefusedNames(new FakeFolder(options).handle);
  await refused.ask([...new Set(names.flatMap((name) => classesOf(name).map(({ probe }) => probe)))]);
  return refused;
}

const names = [
  ...['a"b', 'a*b', 'a:b', 'a<b', 'a>b', 'a?b', 'a|b', 'a\nb', 'a\u007fb', 'a\u202eb', 'in\u200bdex.php', '\ufeffa'],
  ...['soft\u00adhyphen', 'a\u{e0041}', ' a', 'a ', 'a.', 'a. .', '...', '..a', '~$doc.docx', 'config.php~', '~lock'],
  ...[
    'con',
    'CON',
    'con.txt',
    'aux.h',
    'NUL.tar.gz',
    'COM1',
    'LPT9.txt',
    'CONIN$',
    'clock$',
    'desktop.ini',
    'Thumbs.db',
  ],
  ...['a.lnk', 'a.URL', 'a.scf', 'My.{21EC2020-3AEA-1069-A2DD-08002B30309D}', 'n'.repeat(249), 'é'.repeat(125)],
  ...['en-GB.ini', '.user.ini', 'app.cfg', 'x.DLL', 'x.manifest', 'x.hta', 'x.sys'],
  ...['.htaccess', '.git', '.DS_Store', '%41', '.local', 'a b', 'a~b', 'a..b', 'console.php', 'com10', '😀.txt'],
  ...['μετάφραση.php', 'web.config', 'x.ini.bak', '#lock', '__proto__', "a'b", '=1+1', 'n'.repeat(248)],
];

describe.each<NameRules>(['browser', 'browser-windows'])('N-15: of a folder with the rules "%s"', (rules) => {
  test('F-01: every name is known that it refuses, and none besides', async () => {
    const { refuses } = await asked(names, { names: rules });
    const isRefused = (name: string): boolean => !isNameAllowed(name, rules) || nameSize(name) > longestWritableName;
    expect(names.filter((name) => refuses(name) !== isRefused(name))).toEqual([]);
  });
});

test('nothing is made, and nothing asked twice', async () => {
  const operations: FakeOperation[] = [];
  const folder = new FakeFolder({
    fault: (operation) => {
      operations.push(operation);
      return undefined;
    },
  });
  const refused = new RefusedNames(folder.handle);
  await refused.ask(['x.ini', 'x:x']);
  await refused.ask(['x.ini', 'x.php']);
  expect(operations).toEqual(['getFileHandle', 'getFileHandle', 'getFileHandle']);
  expect(folder.files().size).toBe(0);
});

test('a name that is there already, as a file or a folder, is taken', async () => {
  const folder = new FakeFolder();
  folder.put('x.ini', '');
  folder.putDirectory('x.php');
  const refused = new RefusedNames(folder.handle);
  await refused.ask(['x.ini', 'x.php']);
  expect(['a.ini', 'a.php'].filter(refused.refuses)).toEqual([]);
});

test('a hostile archive gets no more than five hundred answers', async () => {
  const folder = new FakeFolder();
  const refused = new RefusedNames(folder.handle);
  await refused.ask(Array.from({ length: 10_000 }, (_, number) => `x.${number}`));
  expect(folder.callCount).toBe(500);
});

test('N-08: a NUL never reaches the folder', async () => {
  const folder = new FakeFolder();
  await new RefusedNames(folder.handle).ask(['x\0x']);
  expect(folder.callCount).toBe(0);
});

test('a folder that may not be used any more says so', async () => {
  const fault = (): Error => new DOMException('no', 'NotAllowedError');
  await expect(asked(['a.php'], { fault })).rejects.toMatchObject({ code: 'folder-refused' });
});
