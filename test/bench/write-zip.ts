// Writes a ZIP as the vendor's engine writes one: UTF-8 names, deflate, CRC-32, MS-DOS attributes, no data descriptors.
import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../../src/bytes/crc32.ts';
import { ByteWriter } from '../support/byte-writer.ts';
import type { CorpusFile } from './corpus.ts';

const utf8Flag = 0x0800;
const deflate = 8;
const someDosTime = 0x5a21_6000;
const vendorFileAttributes = 0xfe49_ffe0;

export function writeZip(files: readonly CorpusFile[]): Uint8Array {
  const local: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, content } of files) {
    const name = new TextEncoder().encode(path);
    const packed = deflateRawSync(content);
    const facts = new ByteWriter().u16(utf8Flag).u16(deflate).u32(someDosTime).u32(crc32(content));
    facts.u32(packed.length).u32(content.length).u16(name.length).u16(0);
    const shared = facts.done();
    const entry = new ByteWriter().bytes('PK\x03\x04').u16(20).bytes(shared).bytes(name).bytes(packed).done();
    const record = new ByteWriter().bytes('PK\x01\x02').u16(20).u16(20).bytes(shared).u16(0).u16(0).u16(0);
    directory.push(record.u32(vendorFileAttributes).u32(offset).bytes(name).done());
    local.push(entry);
    offset += entry.length;
  }
  const end = new ByteWriter();
  for (const piece of [...local, ...directory]) end.bytes(piece);
  const directorySize = end.size - offset;
  return end
    .bytes('PK\x05\x06')
    .u32(0)
    .u16(files.length)
    .u16(files.length)
    .u32(directorySize)
    .u32(offset)
    .u16(0)
    .done();
}
