// A JPS archive before and after its password.
import type { JoinedSource } from '../../parts/joined-source.ts';
import { errorAt, readAt } from '../malformed.ts';
import type { OpenedArchive } from '../opened-archive.ts';
import {
  archiveHeaderLength,
  readArchiveHeader,
  readArchiveHeaderLength,
  readVersion,
  type ArchiveHeader,
} from './header.ts';
import { deriveKeys } from './key.ts';
import { readJpsIndex } from './read-index.ts';
import { unseal } from './seal.ts';

const knownVersions: readonly string[] = ['1.9', '1.10', '2.0'];

/** @throws ExtractError `unknown-version`, `archive-damaged`, `archive-truncated` */
export async function openJps(source: JoinedSource, start: number): Promise<OpenedArchive> {
  const header = await readHeader(source, start);
  return {
    state: 'locked',
    format: 'jps',
    version: header.version,
    async unlock(password, progress) {
      const keys = await deriveKeys(password, header.derivation);
      return readJpsIndex(source, start, header, (block, size) => unseal(keys, block, size), progress);
    },
  };
}

async function readHeader(source: JoinedSource, start: number): Promise<ArchiveHeader> {
  const left = source.size - start;
  if (left < archiveHeaderLength) throw errorAt('archive-truncated', source, start);
  const first = await source.read(start, archiveHeaderLength);
  const version = readVersion(first);
  if (!knownVersions.includes(version)) throw errorAt('unknown-version', source, start, { text: `JPS ${version}` });
  const length = readAt(source, start, undefined, () => readArchiveHeaderLength(first));
  if (length > left) throw errorAt('archive-truncated', source, start, { expected: length, found: left });
  const bytes = await source.read(start, length);
  return readAt(source, start, undefined, () => readArchiveHeader(bytes));
}
