// Members to pack, and places to pack them to.
import type { Member, Output } from '../../../src/pack/packer.ts';
import type { TarMember } from '../../../src/pack/tar/tar-member.ts';
import { TarWriter } from '../../../src/pack/tar/tar-writer.ts';
import { safePath, type SafePath } from '../../../src/plan/safe-path.ts';
import { concat, toBytes, type Content } from '../../support/byte-writer.ts';

export function pathOf(text: string): SafePath {
  const verdict = safePath(text, 'jpa');
  if (verdict.is !== 'safe') throw new Error(`${text} is not safe`);
  return verdict.path;
}

export interface Facts {
  readonly permissions?: number;
  readonly modifiedMs?: number;
}

/** What a packer is told of a member, and of a file its bytes. */
export type Packed = TarMember & { readonly permissions: number; readonly content: Uint8Array };

export function file(path: string, content: Content = '', facts: Facts = {}): Packed {
  const bytes = toBytes(content);
  return { ...defaults, ...facts, kind: 'file', path: pathOf(path), size: bytes.length, content: bytes };
}

export function directory(path: string, facts: Facts = {}): Packed {
  return { ...defaults, permissions: 0o755, ...facts, kind: 'directory', path: pathOf(path) };
}

export function link(path: string, target: string, facts: Facts = {}): Packed {
  return { ...defaults, permissions: 0o777, ...facts, kind: 'link', path: pathOf(path), target };
}

const defaults = { permissions: 0o644, modifiedMs: 1_700_000_000_000, content: new Uint8Array() };

/** Hands a file's bytes over in pieces of `pieceSize`. */
export async function add(writer: TarWriter, packed: Packed, pieceSize = 1000): Promise<void> {
  const { path, permissions, modifiedMs } = packed;
  const member: Member = { path, permissions, modifiedMs };
  switch (packed.kind) {
    case 'directory':
      return writer.addDirectory(member);
    case 'link':
      return writer.addLink(member, packed.target);
    case 'file': {
      const { size, content } = packed;
      await writer.beginFile({ ...member, size, crc32: 0, packing: { method: 'stored', size } });
      for (let at = 0; at < content.length; at += pieceSize) await writer.write(content.subarray(at, at + pieceSize));
      return writer.endFile();
    }
    default:
      packed satisfies never;
  }
}

/** Copies what it is given, as an output must. */
export class MemoryOutput implements Output {
  readonly #pieces: Uint8Array[] = [];

  get bytes(): Uint8Array {
    return concat(this.#pieces);
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes.slice());
    return Promise.resolve();
  }
}

/** The whole archive. */
export async function pack(members: readonly Packed[], pieceSize?: number): Promise<Uint8Array> {
  const output = new MemoryOutput();
  const writer = new TarWriter(output);
  for (const member of members) await add(writer, member, pieceSize);
  await writer.end();
  return output.bytes;
}
