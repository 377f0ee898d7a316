// The house rules, held against the source as it is; and each rule held against a made-up breach, so that it can fail.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import * as rules from './support/architecture-rules.ts';
import { parseSource, readGraph, type SourceFile } from './support/source-graph.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = (path: string, text: string): SourceFile => parseSource(path, text);

describe('the source', () => {
  let files: readonly SourceFile[];
  let dependencies: Record<string, string>;

  beforeAll(async () => {
    files = await readGraph(`${root}src`);
    dependencies = readDependencies(JSON.parse(await readFile(`${root}package.json`, 'utf8')));
  });

  test('is there, with its imports', () => {
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(files.length);
  });
  test('has a place in the flow for every folder', () => {
    expect(rules.foldersHaveAPlace(files)).toEqual([]);
  });
  test('imports only from folders to the left', () => {
    expect(rules.importsGoLeft(files)).toEqual([]);
  });
  test('keeps the formats apart, behind open-archive.ts', () => {
    expect(rules.formatsStandAlone(files)).toEqual([]);
  });
  test('opens the worker line at its two ends only', () => {
    expect(rules.workerLineHasTwoEnds(files)).toEqual([]);
  });
  test('runs none of the engine in the page', () => {
    expect(rules.pageLeavesWorkToTheWorker(files)).toEqual([]);
  });
  test('has no import cycle', () => {
    expect(rules.noCycles(files)).toEqual([]);
  });
  test('has no file of more than 300 lines', async () => {
    expect(rules.filesAreShort([...files, ...(await readGraph(`${root}test`))])).toEqual([]);
  });
  test('imports only packages that package.json declares for running', () => {
    expect(rules.importsAreDeclared(files, Object.keys(dependencies))).toEqual([]);
  });
  test('has every runtime dependency pinned and explained', async () => {
    expect(rules.dependenciesAreReasoned(dependencies, await readFile(`${root}README.md`, 'utf8'))).toEqual([]);
  });
});

describe('the built worker', () => {
  test('is one classic script: nothing imported later, no WebAssembly', async () => {
    const names = await readdir(`${root}dist/assets`).catch(() => []);
    const workers = names.filter((name) => name.includes('worker') && name.endsWith('.js'));
    expect(workers, 'run `npm run build` first').toHaveLength(1);
    const script = await readFile(`${root}dist/assets/${workers.join('')}`, 'utf8');
    expect(script.match(/\bimport\s*\(|\bimport\.meta\b|\bWebAssembly\b|^(?:import|export)\b/g)).toBeNull();
  });
});

describe('a breach is found:', () => {
  const leaf = made('ui/App.svelte', '<script lang="ts">const x = 1;</script>');

  test('an import to the right, in whatever form', () => {
    const forms = [
      "import App from '../ui/App.svelte';",
      "import type App from '../ui/App.svelte';",
      "import '../ui/App.svelte';",
      "export * from '../ui/App.svelte';",
      "const later = import('../ui/App.svelte');",
      "type Later = import('../ui/App.svelte').default;",
    ];
    for (const form of forms)
      expect(rules.importsGoLeft([leaf, made('bytes/a.ts', form)]), form).toEqual(['bytes/a.ts imports ui/App.svelte']);
  });
  test('the same, in a component and with a query; the other way is right', () => {
    const client = made('extract/worker-client.ts', '');
    const right = made(
      'ui/A.svelte',
      '<script lang="ts">import { a } from "../extract/worker-client.ts?x";</script><p></p>',
    );
    expect(rules.importsGoLeft([client, right])).toEqual([]);
    const wrong = made('extract/worker-client.ts', "import A from '../ui/A.svelte?x'");
    expect(rules.importsGoLeft([wrong, right])).toEqual(['extract/worker-client.ts imports ui/A.svelte']);
  });
  test('a folder outside the flow', () => {
    expect(rules.foldersHaveAPlace([made('utils/a.ts', ''), made('main.ts', '')])).toEqual(['utils/a.ts']);
  });
  test('a format that imports another, and a stranger that imports a format', () => {
    const jpa = made('archive/jpa/header.ts', '');
    const open = made('archive/open-archive.ts', "import { a } from './jpa/header.ts'");
    expect(rules.formatsStandAlone([jpa, open])).toEqual([]);
    const wrong = [
      made('archive/jps/header.ts', "import { a } from '../jpa/header.ts'"),
      made('extract/extract.ts', "import { a } from '../archive/jpa/header.ts'"),
    ];
    expect(rules.formatsStandAlone([jpa, ...wrong])).toHaveLength(2);
  });
  test('a third end of the worker line', () => {
    const breach = (text: string): readonly string[] => rules.workerLineHasTwoEnds([made('ui/a.ts', text)]);
    expect(breach("import { wrap } from 'comlink'")).toHaveLength(1);
    expect(breach("import { expose as show } from 'comlink'")).toHaveLength(1);
    expect(breach("import * as Comlink from 'comlink'")).toHaveLength(2);
    expect(breach("import { proxy, type Remote } from 'comlink'")).toEqual([]);
    expect(rules.workerLineHasTwoEnds([made('extract/worker-client.ts', "import { wrap } from 'comlink'")])).toEqual(
      [],
    );
  });
  test('engine code in the page', () => {
    const parse = made('archive/jpa/header.ts', '');
    const page = (text: string): readonly string[] => rules.pageLeavesWorkToTheWorker([parse, made('ui/a.ts', text)]);
    expect(page("import { a } from '../archive/jpa/header.ts'")).toHaveLength(1);
    expect(page("import type { a } from '../archive/jpa/header.ts'")).toEqual([]);
  });
  test('a cycle', () => {
    const cycle = [
      made('bytes/a.ts', "import './b.ts'"),
      made('bytes/b.ts', "import type { c } from './c.ts'"),
      made('bytes/c.ts', "export { a } from './a.ts'"),
    ];
    expect(rules.noCycles(cycle)).toEqual(['bytes/a.ts → bytes/b.ts → bytes/c.ts → bytes/a.ts']);
    expect(rules.noCycles(cycle.slice(0, 2))).toEqual([]);
  });
  test('a file of 301 lines, and not one of 300', () => {
    const lines = (count: number): SourceFile => made(`bytes/${count}.ts`, '//\n'.repeat(count));
    expect(rules.filesAreShort([lines(300), lines(301)])).toEqual(['bytes/301.ts has 301 lines']);
  });
  test('a package nobody declared', () => {
    const files = [made('ui/a.ts', "import x from '@a/b/c.js'; import { y } from 'd'; import './theme.css'")];
    expect(rules.importsAreDeclared(files, ['d'])).toEqual(['ui/a.ts imports @a/b']);
  });
  test('a dependency as a range, or without a reason', () => {
    expect(rules.dependenciesAreReasoned({ a: '1.2.3', b: '^1.2.3' }, '- `b` does this.')).toEqual([
      'a is not explained in the README',
      'b is not pinned: ^1.2.3',
    ]);
  });
});

function readDependencies(manifest: unknown): Record<string, string> {
  if (typeof manifest !== 'object' || manifest === null || !('dependencies' in manifest)) return {};
  const { dependencies } = manifest;
  if (typeof dependencies !== 'object' || dependencies === null) return {};
  return Object.fromEntries(Object.entries(dependencies).map(([name, version]) => [name, String(version)]));
}
