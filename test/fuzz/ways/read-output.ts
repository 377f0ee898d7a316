// What lies in the outputs of a run, told by readers that were made from the formats and not from the writers.
import { crc32, gunzipSync } from 'node:zlib';
import type { Entry } from '../../../src/archive/entry.ts';
import type { OutputFormat } from '../../../src/pack/packer.ts';
import { readTar } from '../../pack/tar/read-tar.ts';
import type { FakeFolder } from '../../support/fake-folder.ts';
import { inflateExactly } from '../../support/strict-inflate.ts';

export interface Found {
  /** Without a `/` at its end. */
  readonly name: string;
  readonly kind: Entry['kind'];
  /** Of a link, its target. */
  readonly content: Uint8Array;
}

const nothing = new Uint8Array();
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function readFolder(folder: FakeFolder): readonly Found[] {
  const files = [...folder.files()].map(([name, content]): Found => ({ name, kind: 'file', content }));
  const directories = folder.directories().map((name): Found => ({ name, kind: 'directory', content: nothing }));
  return [...files, ...directories];
}

/** @throws where any of it is not as the format has it */
export function readOutput(format: OutputFormat, bytes: Uint8Array): readonly Found[] {
  switch (format) {
    case 'zip':
      return readZip(bytes);
    case 'tar':
      return readTar(bytes).map(fromTar);
    case 'tar.gz':
      return readTar(gunzipSync(bytes)).map(fromTar);
    default:
      return format satisfies never;
  }
}

function fromTar({ type, name, linkTarget, content }: ReturnType<typeof readTar>[number]): Found {
  if (type === '5') return { name: name.replace(/\/$/, ''), kind: 'directory', content: nothing };
  return type === '2'
    ? { name, kind: 'link', content: new TextEncoder().encode(linkTarget) }
    : { name, kind: 'file', content };
}

/** Small ones, whose directory ends in the last byte. */
function readZip(bytes: Uint8Array): readonly Found[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  mustBe(view.getUint32(end, true) === 0x06054b50, 'the end of a ZIP');
  const found: Found[] = [];
  let at = view.getUint32(end + 16, true);
  let before = 0;
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    mustBe(view.getUint32(at, true) === 0x02014b50, 'a record of the directory');
    const length = view.getUint16(at + 28, true);
    const name = bytes.subarray(at + 46, at + 46 + length);
    const local = view.getUint32(at + 42, true);
    mustBe(local === before && view.getUint32(local, true) === 0x04034b50, 'a local header');
    mustBe(Buffer.compare(bytes.subarray(local + 30, local + 30 + length), name) === 0, 'the same name');
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    before = start + view.getUint32(at + 20, true);
    const packed = bytes.subarray(start, before);
    const content = view.getUint16(at + 10, true) === 0 ? packed : inflateExactly(packed);
    mustBe(crc32(content) === view.getUint32(at + 16, true), 'the checksum');
    mustBe(content.length === view.getUint32(at + 24, true), 'the size');
    found.push(fromZip(text.decode(name), view.getUint16(at + 40, true), content));
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  mustBe(at === end, 'the end of the directory');
  return found;
}

function fromZip(name: string, mode: number, content: Uint8Array): Found {
  if (name.endsWith('/')) return { name: name.slice(0, -1), kind: 'directory', content };
  return { name, kind: mode >= 0o120000 && mode < 0o140000 ? 'link' : 'file', content };
}

function mustBe(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`a ZIP was written without ${what}`);
}
