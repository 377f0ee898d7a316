// The rules that keep the flow readable, each a pure function from the source graph to sentences about what breaks it.
import type { SourceFile } from './source-graph.ts';

/** Data goes from left to right; a folder may import only from itself and from folders to its left. */
const flow = [
  'problems',
  'bytes',
  'parts',
  'archive',
  'plan',
  'decode',
  'diagnosis',
  'listing',
  'site',
  'pack',
  'restore',
  'sink',
  'journal',
  'extract',
  'ui',
];
const formats = ['jpa', 'jps', 'zip'];
const mostLines = 300;

type Rule = (files: readonly SourceFile[]) => readonly string[];

export const importsGoLeft: Rule = (files) =>
  edges(files).flatMap(({ from, to }) => {
    const [here, there] = [placeOf(from), placeOf(to)];
    return there <= here ? [] : [`${from} imports ${to}`];
  });

/** Folders nobody has given a place in the flow would otherwise escape the rule above. */
export const foldersHaveAPlace: Rule = (files) =>
  files.filter(({ path }) => path.includes('/') && !flow.includes(topFolder(path))).map(({ path }) => path);

export const formatsStandAlone: Rule = (files) =>
  edges(files).flatMap(({ from, to }) => {
    const [here, there] = [formatOf(from), formatOf(to)];
    if (there === undefined || here === there) return [];
    return here === undefined && from === 'archive/open-archive.ts' ? [] : [`${from} imports ${to}`];
  });

/** `wrap` and `expose` open the worker line; each belongs to one file. Whoever imports all of comlink has both. */
export const workerLineHasTwoEnds: Rule = (files) => {
  const ends = new Map([
    ['wrap', 'extract/worker-client.ts'],
    ['expose', 'extract/extract.worker.ts'],
  ]);
  return files.flatMap(({ path, imports }) =>
    imports
      .filter(({ from, isTypeOnly }) => from === 'comlink' && !isTypeOnly)
      .flatMap(({ names }) => (names.includes('*') ? [...ends.keys()] : names))
      .filter((name) => ends.has(name) && ends.get(name) !== path)
      .map((name) => `${path} imports ${name} of comlink`),
  );
};

/** The page runs none of the engine: only the worker's client, what errors are, and types. */
export const pageLeavesWorkToTheWorker: Rule = (files) =>
  edges(files)
    .filter(({ from, to, isTypeOnly }) => topFolder(from) === 'ui' && topFolder(to) !== 'ui' && !isTypeOnly)
    .filter(({ to }) => to !== 'extract/worker-client.ts' && topFolder(to) !== 'problems')
    .map(({ from, to }) => `${from} imports ${to}`);

export const noCycles: Rule = (files) => {
  const targets = new Map(files.map(({ path, imports }) => [path, imports.map(({ from }) => from)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return cycles;
};

export const filesAreShort: Rule = (files) =>
  files.filter(({ lines }) => lines > mostLines).map(({ path, lines }) => `${path} has ${lines} lines`);

/** Packages that are imported, against those the project declares for running. */
export function importsAreDeclared(files: readonly SourceFile[], declared: readonly string[]): readonly string[] {
  const known = new Set([...declared, ...files.map(({ path }) => path)]);
  return files.flatMap(({ path, imports }) =>
    imports
      .filter(({ from, isTypeOnly }) => !isTypeOnly && /^[@\w]/.test(from) && !known.has(from) && !isAsset(from))
      .map(({ from }) => `${path} imports ${from}`),
  );
}

/** Dependencies whose version is a range, or which the README does not mention by name. */
export function dependenciesAreReasoned(versions: Readonly<Record<string, string>>, readme: string): readonly string[] {
  return Object.entries(versions).flatMap(([name, version]) => [
    ...(/^\d+\.\d+\.\d+$/.test(version) ? [] : [`${name} is not pinned: ${version}`]),
    ...(readme.includes(`\`${name}\``) ? [] : [`${name} is not explained in the README`]),
  ]);
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

function edges(files: readonly SourceFile[]): readonly Edge[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.flatMap(({ path, imports }) =>
    imports.filter(({ from }) => paths.has(from)).map(({ from, isTypeOnly }) => ({ from: path, to: from, isTypeOnly })),
  );
}

function topFolder(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')));
}

/** Files beside the folders (main.ts) come last. */
function placeOf(path: string): number {
  return path.includes('/') ? flow.indexOf(topFolder(path)) : flow.length;
}

function formatOf(path: string): string | undefined {
  return formats.find((format) => path.startsWith(`archive/${format}/`));
}

function isAsset(path: string): boolean {
  return /\.(css|svg|png|json|sh)$/.test(path);
}
