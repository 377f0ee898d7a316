// Reads a folder of source into a graph: which file imports what from where. The rules over it are in architecture-rules.ts.
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** A file of the graph ("bytes/crc32.ts"), or the name of a package ("comlink"). */
  readonly from: string;
  /** Names taken from it. "*" for the whole module: a namespace, a dynamic import, an import for effect. */
  readonly names: readonly string[];
  /** Gone once compiled. */
  readonly isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the root of the graph, with slashes: "archive/jpa/header.ts". */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

/** Every .ts and .svelte file below a folder. */
export async function readGraph(root: string): Promise<readonly SourceFile[]> {
  const paths = (await readdir(root, { recursive: true })).map((path) => path.replaceAll('\\', '/'));
  const sources = paths.filter((path) => /\.(ts|svelte)$/.test(path)).sort();
  return Promise.all(sources.map(async (path) => parseSource(path, await readFile(join(root, path), 'utf8'))));
}

export function parseSource(path: string, text: string): SourceFile {
  const script = path.endsWith('.svelte') ? scriptsOf(text) : text;
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = readImport(node);
    if (found) imports.push({ ...found, from: resolve(path, found.from) });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, script, ts.ScriptTarget.ESNext));
  return { path, lines: text.trimEnd().split('\n').length, imports };
}

function scriptsOf(component: string): string {
  return Array.from(component.matchAll(/<script[^>]*>([^]*?)<\/script>/g), (match) => match[1]).join('\n');
}

function readImport(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause;
    const isTypeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { from: textOf(node.moduleSpecifier), names: clause ? namesOf(clause) : ['*'], isTypeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : undefined;
    return {
      from: textOf(node.moduleSpecifier),
      names: names?.map((name) => (name.propertyName ?? name.name).text) ?? ['*'],
      isTypeOnly: node.isTypeOnly,
    };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return { from: textOf(node.argument.literal), names: ['*'], isTypeOnly: true };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return { from: textOf(node.arguments[0]), names: ['*'], isTypeOnly: false };
  return undefined;
}

function namesOf({ name, namedBindings }: ts.ImportClause): string[] {
  const names = name ? ['default'] : [];
  if (namedBindings && ts.isNamespaceImport(namedBindings)) names.push('*');
  if (namedBindings && ts.isNamedImports(namedBindings))
    names.push(...namedBindings.elements.map((element) => (element.propertyName ?? element.name).text));
  return names;
}

function textOf(specifier: ts.Node | undefined): string {
  if (specifier && ts.isStringLiteralLike(specifier)) return specifier.text;
  throw new Error('An import whose source is computed cannot be checked.');
}

/** "../bytes/crc32.ts" seen from "archive/entry.ts" is "bytes/crc32.ts"; "@zip.js/zip.js/lib/x.js" is "@zip.js/zip.js". */
function resolve(importer: string, specifier: string): string {
  const plain = specifier.replace(/\?.*$/, '');
  if (plain.startsWith('.')) return posix.join(posix.dirname(importer), plain);
  return plain
    .split('/')
    .slice(0, plain.startsWith('@') ? 2 : 1)
    .join('/');
}
