// Writing one archive of many members, one behind the other: what ZIP and TAR have in common. Bytes go to an Output and are
// never looked at again, so an output need not be seekable.
import type { Packing } from '../decode/packing.ts';
import type { SafePath } from '../plan/safe-path.ts';

/** A single file that everything can go into. */
export type OutputFormat = 'zip' | 'tar' | 'tar.gz';

/** Where packed bytes go, in order. */
export interface Output {
  /** Copies the bytes; they are the caller's again as soon as this resolves. Slow while the place is. */
  write(bytes: Uint8Array): Promise<void>;
}

/** What every member has. */
export interface Member {
  readonly path: SafePath;
  /** Unix permission bits, at most 0o777: see `permissionsOf`. */
  readonly permissions: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** A file whose data was proved before: an archive cannot take back what it has written. */
export interface FileMember extends Member {
  /** Plain bytes. */
  readonly size: number;
  /** Of the plain bytes. */
  readonly crc32: number;
  /** How the bytes come that `write` is given. */
  readonly packing: Packing;
}

/** Writes members in the order of the calls. One call at a time; `write` only between `beginFile` and `endFile`. */
export interface Packer {
  /** What `write` takes: plain bytes (`packing` is then stored), or bytes packed as `packing` says. */
  readonly takes: 'plain' | 'packed';
  /** Bytes of the archive so far. With what else the format keeps, it can be gone on with from there. */
  readonly size: number;
  /** Can the format hold a member of this name? The other calls throw where it cannot. */
  canName(path: SafePath, kind: 'file' | 'directory' | 'link'): boolean;
  addDirectory(member: Member): Promise<void>;
  addLink(member: Member, target: string): Promise<void>;
  beginFile(member: FileMember): Promise<void>;
  /**
   * In place of `beginFile`, where the archive that is gone on with ends within this very member.
   * @param given bytes of its data that are there
   */
  resumeFile(member: FileMember, given: number): void;
  write(bytes: Uint8Array): Promise<void>;
  endFile(): Promise<void>;
  /** Writes what an archive ends with. The output is the caller's to close. */
  end(): Promise<void>;
}
