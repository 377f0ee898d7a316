// A TAR reader as small as can be, made from the standard and not from the writer.

export interface TarEntry {
  readonly type: string;
  /** Prefix and name, or what a pax record says. */
  readonly name: string;
  readonly linkTarget: string;
  readonly permissions: number;
  readonly size: number;
  /** Nanoseconds since 1970. */
  readonly modifiedNs: bigint;
  readonly content: Uint8Array;
  readonly pax: Readonly<Record<string, string>>;
}

/** Throws on a wrong checksum, a broken pax record, a member that is cut, and anything but zeros behind the end. */
export function readTar(archive: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  let pax: Record<string, string> = {};
  let at = 0;
  while (archive[at] !== 0) {
    const block = archive.subarray(at, at + 512);
    checkSum(block);
    const size = Number(pax['size'] ?? octal(block, 124, 12));
    const content = archive.subarray(at + 512, at + 512 + size);
    if (content.length !== size) throw new Error('cut');
    at += 512 + Math.ceil(size / 512) * 512;
    const type = text(block, 156, 1);
    if (type === 'x') {
      pax = readPax(content);
      continue;
    }
    entries.push({
      type,
      name: pax['path'] ?? [text(block, 345, 155), text(block, 0, 100)].filter((part) => part !== '').join('/'),
      linkTarget: pax['linkpath'] ?? text(block, 157, 100),
      permissions: octal(block, 100, 8),
      size,
      modifiedNs: nanoseconds(pax['mtime'] ?? String(octal(block, 136, 12))),
      content,
      pax,
    });
    pax = {};
  }
  const end = archive.subarray(at);
  if (end.length < 1024 || end.some((byte) => byte !== 0)) throw new Error('no end');
  return entries;
}

export function text(block: Uint8Array, offset: number, size: number): string {
  const field = block.subarray(offset, offset + size);
  const end = field.indexOf(0);
  return strict.decode(end === -1 ? field : field.subarray(0, end));
}

export function octal(block: Uint8Array, offset: number, size: number): number {
  const digits = text(block, offset, size);
  if (!/^[0-7]+ ?$/.test(digits)) throw new Error(`"${digits}" is not octal`);
  return Number.parseInt(digits, 8);
}

/** "-1.5" is -1,500,000,000. */
export function nanoseconds(seconds: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(seconds);
  if (parts === null) throw new Error(`"${seconds}" is no time`);
  const [, sign = '', whole = '', fraction = ''] = parts;
  return BigInt(`${sign}${whole}${fraction.padEnd(9, '0')}`);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function checkSum(block: Uint8Array): void {
  let sum = 0;
  for (const [at, byte] of block.entries()) sum += at >= 148 && at < 156 ? 0x20 : byte;
  if (sum !== octal(block, 148, 8)) throw new Error('wrong checksum');
}

export function readPax(bytes: Uint8Array): Record<string, string> {
  const records: Record<string, string> = {};
  let rest = bytes;
  while (rest.length > 0) {
    const length = /^(\d+) /.exec(strict.decode(rest.subarray(0, rest.indexOf(0x20) + 1)))?.[1] ?? '';
    const record = strict.decode(rest.subarray(length.length + 1, Number(length)));
    const [, key = '', value = ''] = /^([a-z]+)=(.*)\n$/su.exec(record) ?? [];
    if (key === '' || Number(length) > rest.length) throw new Error('broken pax record');
    records[key] = value;
    rest = rest.subarray(Number(length));
  }
  return records;
}
