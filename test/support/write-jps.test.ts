// The writer is right if a reader that opens the vendor's archives opens its archives too, and finds in them what was put in.
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { concat } from './byte-writer.ts';
import { fixturePassword, readManifest, readParts, sha256 } from './fixtures.ts';
import { legacyKey } from './seal-jps.ts';
import { writeJps, type JpsArchive, type JpsEntry } from './write-jps.ts';

interface ReadEntry {
  readonly path: string;
  readonly type: number;
  readonly compression: number;
  readonly mode: number;
  readonly modified: number;
  readonly content: Uint8Array;
  /** Decrypted, still deflated. */
  readonly chunks: readonly Uint8Array[];
}

/** As little of a reader as it takes: it trusts every field. */
class MiniReader {
  readonly #bytes: Buffer;
  readonly #password: string;
  #at = 0;
  #block: (sealed: Buffer) => Uint8Array;

  constructor(bytes: Uint8Array, password: string) {
    this.#bytes = Buffer.from(bytes);
    this.#password = password;
    this.#block = this.#readHeader();
  }

  entries(): ReadEntry[] {
    const entries: ReadEntry[] = [];
    while (this.#bytes.toString('latin1', this.#at, this.#at + 3) === 'JPF') {
      const sealedSize = this.#bytes.readUInt16LE(this.#at + 3);
      const plainSize = this.#bytes.readUInt16LE(this.#at + 5);
      this.#at += 7;
      entries.push(this.#entry(Buffer.from(this.#sealed(sealedSize, plainSize))));
    }
    return entries;
  }

  trailer(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  #readHeader(): (sealed: Buffer) => Uint8Array {
    const bytes = this.#bytes;
    const extraLength = bytes.readUInt16LE(6);
    this.#at = 8 + extraLength;
    const hash = ['sha1', 'sha256', 'sha512'][bytes[14] ?? 0] ?? '';
    const iterations = extraLength > 0 ? bytes.readUInt32LE(15) : 0;
    const derive = (salt: Uint8Array) => pbkdf2Sync(this.#password, salt, iterations, 16, hash);
    const legacy = legacyKey(this.#password);
    const whole = extraLength > 0 && bytes[19] === 1 ? derive(bytes.subarray(20, 84)) : legacy;
    return (sealed) => {
      const plainSize = sealed.readUInt32LE(sealed.length - 4);
      let rest = sealed.subarray(0, -4);
      let iv = legacy;
      let key = whole;
      if (rest.toString('latin1', rest.length - 20, rest.length - 16) === 'JPIV') {
        iv = rest.subarray(-16);
        rest = rest.subarray(0, -20);
      }
      if (rest.toString('latin1', rest.length - 68, rest.length - 64) === 'JPST') {
        key = derive(rest.subarray(-64));
        rest = rest.subarray(0, -68);
      }
      const cipher = createDecipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
      const plain = cipher.update(rest);
      expect(plain.subarray(plainSize).every((byte) => byte === 0)).toBe(true);
      return plain.subarray(0, plainSize);
    };
  }

  #sealed(sealedSize: number, plainSize: number): Uint8Array {
    const plain = this.#block(this.#bytes.subarray(this.#at, this.#at + sealedSize));
    this.#at += sealedSize;
    expect(plain.length).toBe(plainSize);
    return plain;
  }

  #entry(header: Buffer): ReadEntry {
    const end = 2 + header.readUInt16LE(0);
    expect(header.length).toBe(end + 14);
    const compression = header[end + 1] ?? 0;
    const size = header.readUInt32LE(end + 2);
    const chunks: Uint8Array[] = [];
    const pieces: Uint8Array[] = [];
    for (let done = 0; done < size; done += pieces.at(-1)?.length ?? 0) {
      const sealedSize = this.#bytes.readUInt32LE(this.#at);
      const plainSize = this.#bytes.readUInt32LE(this.#at + 4);
      this.#at += 8;
      const chunk = this.#sealed(sealedSize, plainSize);
      chunks.push(chunk);
      pieces.push(compression === 1 ? inflateRawSync(chunk) : chunk);
    }
    return {
      path: header.toString('utf8', 2, end),
      type: header[end] ?? 0,
      compression,
      mode: header.readUInt32LE(end + 6),
      modified: header.readUInt32LE(end + 10),
      content: concat(pieces),
      chunks,
    };
  }
}

const kinds = ['directory', 'file', 'link'] as const;

function toWrite({ path, type, compression, mode, modified, content, chunks }: ReadEntry): JpsEntry {
  return {
    path,
    kind: kinds[type] ?? 'file',
    content,
    fields: { mode, modified, compression },
    chunks: chunks.map((plain) => ({ plain })),
  };
}

describe.each([
  ['site.jps', { version: '2.0', key: 'static', iterations: 128_000, padsFullBlocks: true, chunkSize: 2 ** 20 }],
  [
    'site-dynamic.jps',
    {
      version: '2.0',
      key: 'per-block',
      iterations: 2_500,
      padsFullBlocks: true,
      chunkSize: 2 ** 20,
      staticSalt: new Uint8Array(64),
    },
  ],
  ['site-v19.jps', { version: '1.9', chunkSize: 65_535 }],
  ['site-v110.jps', { version: '1.10', chunkSize: 65_535 }],
] satisfies [string, Omit<JpsArchive, 'entries'>][])('%s', (name, facts) => {
  const [bytes = new Uint8Array()] = readParts(name);
  const reader = new MiniReader(bytes, fixturePassword);
  const entries = reader.entries();

  test('holds what the manifest says, so the reader is right', () => {
    for (const wanted of readManifest()) {
      const found = entries.find((entry) => entry.path.replace(/\/$/, '') === wanted.path);
      if (wanted.kind === 'file') expect(found && sha256(found.content)).toBe(wanted.sha256);
      if (wanted.kind === 'symlink') expect(new TextDecoder().decode(found?.content)).toBe(wanted.target);
      if (wanted.kind === 'directory') expect(found?.type).toBe(0);
    }
  });

  test('written again it has the same size, header and content', () => {
    const written = writeJps({
      ...facts,
      password: fixturePassword,
      ...(name === 'site.jps' ? { staticSalt: bytes.slice(20, 84) } : {}),
      entries: entries.map(toWrite),
      trailer: { packedSize: reader.trailer().readUInt32LE(13) },
    });
    const headerSize = facts.version === '2.0' ? 84 : 8;
    expect(written.length).toBe(bytes.length);
    expect(Buffer.compare(written.subarray(0, headerSize), bytes.subarray(0, headerSize))).toBe(0);
    expect(new MiniReader(written, fixturePassword).entries()).toEqual(entries);
    // Nothing of 1.9 is random, so there every byte must be the same.
    if (facts.version === '1.9') expect(Buffer.compare(written, bytes)).toBe(0);
  });
});

test('content is cut into chunks, and the trailer counts', () => {
  const content = 'abc'.repeat(40_000);
  const archive: JpsArchive = {
    entries: [{ path: 'd/' }, { path: 'd/a', content }],
    hash: 'sha512',
    chunkSize: 65_535,
  };
  const reader = new MiniReader(writeJps(archive), '');
  const [directory, file] = reader.entries();
  expect([directory?.type, directory?.chunks.length]).toEqual([0, 0]);
  expect(new TextDecoder().decode(file?.content)).toBe(content);
  expect(file?.chunks).toHaveLength(2);

  const packedSize = file?.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const trailer = reader.trailer();
  expect(trailer.toString('latin1', 0, 3)).toBe('JPE');
  expect([trailer.readUInt16LE(3), trailer.readUInt32LE(5), trailer.readUInt32LE(9), trailer.readUInt32LE(13)]).toEqual(
    [1, 2, content.length, packedSize],
  );
});

test('one field can lie while the others stay true', () => {
  const honest = writeJps({ entries: [{ path: 'a', content: 'xyz' }] });
  const lying = writeJps({
    entries: [{ path: 'a', content: 'xyz', chunks: [{ decryptedSize: 9 }] }],
    trailer: { packedSize: 5 },
  });
  expect(lying.length).toBe(honest.length);
  expect([...honest.keys()].filter((i) => honest[i] !== lying[i])).toHaveLength(1);
});
