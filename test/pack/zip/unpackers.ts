// The programs that our archives are shown to, and how each is told what to do. Each prints to its output, and throws
// where it finds anything wrong.
import { execFileSync } from 'node:child_process';
import { toolOrSkip } from '../../support/archive-tools.ts';

export interface Unpacker {
  readonly name: string;
  readonly debianPackage: string;
  /** Arguments for checking all data. */
  readonly check: (file: string) => readonly string[];
  /** For printing the content of one file. */
  readonly print: (file: string, path: string) => readonly string[];
  /** For unpacking into a folder that is there, with all that a program knows of modes and odd names. */
  readonly unpack: (file: string, folder: string) => readonly string[];
}

export const unpackers: readonly Unpacker[] = [
  {
    name: 'unzip',
    debianPackage: 'unzip',
    check: (file) => ['-tq', file],
    print: (file, path) => ['-p', file, path],
    // Control characters in names are replaced unless -^ is given.
    unpack: (file, folder) => ['-q', '-^', file, '-d', folder],
  },
  {
    name: '7z',
    debianPackage: 'p7zip-full',
    check: (file) => ['t', file],
    print: (file, path) => ['e', '-so', file, path],
    unpack: (file, folder) => ['x', `-o${folder}`, file],
  },
  {
    name: 'bsdtar',
    debianPackage: 'libarchive-tools',
    check: (file) => ['-xOf', file],
    print: (file, path) => ['-xOf', file, path],
    unpack: (file, folder) => ['-xpf', file, '-C', folder],
  },
];

const script = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert sys.argv[2] == 'list' or archive.testzip() is None
print(json.dumps([{
    'path': i.filename, 'mode': i.external_attr >> 16, 'attributes': i.external_attr & 0xffff, 'system': i.create_system,
    'time': list(i.date_time), 'size': i.file_size, 'packedSize': i.compress_size, 'flags': i.flag_bits,
} for i in archive.infolist()]))
`;

/** What Python says of the entries, after it has checked their data. */
export function pythonList(file: string, how: 'check' | 'list'): unknown {
  return JSON.parse(run('python3', 'python3', ['-c', script, file, how]).toString());
}

/** @throws where the program ends with anything but success, and with what it said */
export function run(name: string, debianPackage: string, args: readonly string[]): Buffer {
  // A clock of its own: what an archive says of times must not depend on where it is unpacked.
  const env = { ...process.env, LC_ALL: 'C.UTF-8', PYTHONUTF8: '1', TZ: 'JST-9' };
  return execFileSync(toolOrSkip(name, debianPackage), args, { env, maxBuffer: 64 * 1024 * 1024, stdio: 'pipe' });
}
