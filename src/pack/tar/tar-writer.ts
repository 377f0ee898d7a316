// Writes a TAR archive: ustar, with pax extended headers where a member needs one (POSIX.1-2001). Everything belongs to
// root, for owners are not in the backups this is made from; whoever unpacks it as root hands the files to whom they like.
//
// Written by hand after modern-tar 0.8.6 was weighed: it drops fractions of a second, sends no pax path for é in up to 100
// bytes, and writes times before 1970 as octal "-1", at which GNU tar and bsdtar give up even when a pax mtime is given.
import type { FileMember, Member, Output, Packer } from '../packer.ts';
import { memberHeader } from './member-header.ts';
import type { TarMember } from './tar-member.ts';
import { endSize } from './tar-size.ts';
import { paddingAfter } from './ustar-header.ts';

export class TarWriter implements Packer {
  readonly takes = 'plain';
  readonly #output: Output;
  #size: number;
  /** The file between `beginFile` and `endFile`. */
  #file: { readonly size: number; written: number } | null = null;

  /** @param size bytes of an archive that is gone on with: its members so far, and nothing else */
  constructor(output: Output, size = 0) {
    this.#output = output;
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  canName(): boolean {
    return true;
  }

  async addDirectory({ path, permissions, modifiedMs }: Member): Promise<void> {
    await this.#putHeader({ kind: 'directory', path, modifiedMs }, permissions);
  }

  /** @throws Error on a target that no system can have: none at all, or with a NUL, at which readers would cut it. */
  async addLink({ path, permissions, modifiedMs }: Member, target: string): Promise<void> {
    if (target === '' || target.includes('\0')) throw new Error('no target of a link');
    await this.#putHeader({ kind: 'link', path, modifiedMs, target }, permissions);
  }

  async beginFile({ path, permissions, modifiedMs, size }: FileMember): Promise<void> {
    await this.#putHeader({ kind: 'file', path, modifiedMs, size }, permissions);
    this.#file = { size, written: 0 };
  }

  resumeFile({ size }: FileMember, given: number): void {
    this.#checkBetweenFiles();
    this.#file = { size, written: given };
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#file === null) throw new Error('no file was begun');
    this.#file.written += bytes.length;
    await this.#put(bytes);
  }

  /** @throws Error where more or fewer bytes were written than the header says: the archive is of no use then. */
  async endFile(): Promise<void> {
    if (this.#file === null) throw new Error('no file was begun');
    const { size, written } = this.#file;
    if (written !== size) throw new Error(`a file of ${size} bytes got ${written}`);
    this.#file = null;
    await this.#put(new Uint8Array(paddingAfter(size)));
  }

  async end(): Promise<void> {
    this.#checkBetweenFiles();
    await this.#put(new Uint8Array(endSize(this.#size)));
  }

  async #putHeader(member: TarMember, permissions: number): Promise<void> {
    this.#checkBetweenFiles();
    await this.#put(memberHeader(member, permissions));
  }

  #checkBetweenFiles(): void {
    if (this.#file !== null) throw new Error('a file was not ended');
  }

  async #put(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.#size += bytes.length;
    await this.#output.write(bytes);
  }
}
