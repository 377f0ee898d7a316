// The archives in test/fixtures: one small made-up site, packed in every way that exists (see the README there).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import type { Format } from '../../src/archive/entry.ts';

export const fixturePassword = 's3cret-Pässwörd';

export interface Fixture {
  /** What tests call it: the name of its last part, with its folder. */
  readonly name: string;
  readonly format: Format;
  /** As the index states it; empty for ZIP. */
  readonly version: string;
  /** In order, relative to test/fixtures. */
  readonly parts: readonly string[];
  /** Null where the archive is not encrypted. */
  readonly password: string | null;
}

export type ManifestEntry =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly size: number;
      readonly sha256: string;
      /** Octal, without type bits. */
      readonly mode: string;
      /** Unix seconds. */
      readonly mtime: number;
    }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  /** Empty ones only. */
  | { readonly kind: 'directory'; readonly path: string };

type FixtureFacts = Omit<Fixture, 'name' | 'parts'>;

function single(name: string, facts: FixtureFacts): Fixture {
  return { name, parts: [name], ...facts };
}

function split(base: string, partCount: number, facts: FixtureFacts): Fixture {
  const name = `split/${base}.${facts.format}`;
  const letter = facts.format.charAt(0);
  const parts = Array.from({ length: partCount - 1 }, (_, i) => `split/${base}.${letter}0${i + 1}`);
  return { name, parts: [...parts, name], ...facts };
}

const open = { password: null };
const locked = { format: 'jps', password: fixturePassword } as const;

/** Every archive there is. */
export const fixtures: readonly Fixture[] = [
  single('site.jpa', { format: 'jpa', version: '1.2', ...open }),
  single('site-v11.jpa', { format: 'jpa', version: '1.1', ...open }),
  single('site-v13.jpa', { format: 'jpa', version: '1.3', ...open }),
  single('site-prefixed.jpa', { format: 'jpa', version: '1.2', ...open }),
  split('site', 7, { format: 'jpa', version: '1.2', ...open }),
  single('site.jps', { version: '2.0', ...locked }),
  single('site-dynamic.jps', { version: '2.0', ...locked }),
  single('site-nopassword.jps', { version: '2.0', ...locked, password: '' }),
  single('site-v19.jps', { version: '1.9', ...locked }),
  single('site-v110.jps', { version: '1.10', ...locked }),
  single('site-sha256.jps', { version: '2.0', ...locked }),
  single('site-sha512.jps', { version: '2.0', ...locked }),
  split('site-jps', 4, { version: '2.0', ...locked }),
  single('site.zip', { format: 'zip', version: '', ...open }),
  split('site-zip', 7, { format: 'zip', version: '', ...open }),
];

export function fixture(name: string): Fixture {
  const found = fixtures.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}

/** Where a part lies on disk. */
export function fixturePath(part: string): string {
  return fileURLToPath(new URL(`../fixtures/${part}`, import.meta.url));
}

/** One part, as a plain Uint8Array. */
export function readPart(part: string): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(part)));
}

/** All parts of a fixture, in order. */
export function readParts(name: string): Uint8Array[] {
  return fixture(name).parts.map(readPart);
}

/** A fixture as the formats read it, under the names its parts have on disk (without the folder). */
export function openFixture(name: string): JoinedSource {
  return joinSources(
    fixture(name).parts.map((part) => ({
      name: part.slice(part.lastIndexOf('/') + 1),
      source: new MemorySource(readPart(part)),
    })),
  );
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What every fixture must give back. */
export function readManifest(): ManifestEntry[] {
  const manifest: unknown = JSON.parse(new TextDecoder().decode(readPart('manifest.json')));
  if (!isRecord(manifest) || !Array.isArray(manifest['entries'])) throw new Error('manifest.json has no entries');
  return manifest['entries'].map(toManifestEntry);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function toManifestEntry(entry: unknown): ManifestEntry {
  if (!isRecord(entry) || typeof entry['path'] !== 'string') throw new Error('a manifest entry without a path');
  const { path, kind, target, size, sha256: hash, mode, mtime } = entry;
  if (kind === 'directory') return { kind, path };
  if (kind === 'symlink' && typeof target === 'string') return { kind, path, target };
  const isFile = kind === 'file' && typeof size === 'number' && typeof hash === 'string';
  if (!isFile || typeof mode !== 'string' || typeof mtime !== 'number')
    throw new Error(`manifest entry ${path} is not understood`);
  return { kind, path, size, sha256: hash, mode, mtime };
}
