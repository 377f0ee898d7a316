// A JPS archive before and after its password.
import type { JoinedSource } from '../../parts/joined-source.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import { isLoss } from '../../problems/issue.ts';
import { isDamage } from '../../problems/past-damage.ts';
import type { ArchiveIndex } from '../entry.ts';
import { errorAt, readAt } from '../malformed.ts';
import type { OpenedArchive, ReadProgress } from '../opened-archive.ts';
import type { Salvage } from '../salvage/headers.ts';
import { wholeSize } from '../whole-size.ts';
import {
  archiveHeaderLength,
  endLength,
  longestHeader,
  readArchiveHeader,
  readArchiveHeaderLength,
  readVersion,
  type ArchiveHeader,
} from './header.ts';
import { keyIssues } from './key-issues.ts';
import { deriveKeys } from './key.ts';
import { openerWith, type Opener } from './opener.ts';
import { readJpsIndex } from './read-index.ts';
import { salvageJps } from './salvage-index.ts';
import { slowKeyOf } from './slow-key.ts';

const knownVersions: readonly string[] = ['1.9', '1.10', '2.0'];

/**
 * @param start where the signature lies; null where the beginning is missing or damaged
 * @param salvage go on past damage with its help; null where the first damage is to end the reading
 * @throws ExtractError `unknown-version`, `archive-damaged`, `archive-truncated`
 */
export async function openJps(
  source: JoinedSource,
  start: number | null,
  salvage: Salvage | null,
): Promise<OpenedArchive> {
  const header = await readHeaderOrGoOn(source, start, salvage);
  // Browsers keep their cipher from pages that did not come by https: said before a password is asked for.
  const isDerived = header !== null && header.derivation !== null;
  if (isDerived && !('subtle' in crypto)) throw new ExtractError('no-cipher');
  return {
    state: 'locked',
    format: 'jps',
    version: header?.version ?? '',
    slowKey: await slowKeyOf(header?.derivation ?? null),
    async unlock(password, progress) {
      const keys = await deriveKeys(password, header?.derivation ?? null);
      const lock = { source, header, start: start ?? 0, opener: openerWith(keys), progress };
      const index = salvage === null ? await readWhole(lock) : await readPastDamage(lock, salvage);
      return { ...index, issues: [...index.issues, ...keyIssues(header?.derivation ?? null, keys)] };
    },
  };
}

interface Lock {
  readonly source: JoinedSource;
  /** Null where it could not be read. */
  readonly header: ArchiveHeader | null;
  readonly start: number;
  readonly opener: Opener;
  readonly progress: ReadProgress;
}

function readWhole({ source, header, start, opener, progress }: Lock): Promise<ArchiveIndex> {
  if (header === null) throw new Error('a JPS without a header is read by going past damage only');
  return readJpsIndex(source, start, header, opener, progress);
}

async function readPastDamage(lock: Lock, salvage: Salvage): Promise<ArchiveIndex> {
  const { source, header } = lock;
  const isAllHere = source.parts.every(({ isMissing }) => !isMissing);
  let refusal: unknown = new ExtractError(header === null ? 'key-missing' : 'wrong-password');
  if (header !== null && isAllHere) {
    try {
      const index = await readWhole(lock);
      if (!index.issues.some(isLoss)) return index;
    } catch (error) {
      if (!isDamage(error) && !isWrongPassword(error)) throw error;
      refusal = error;
    }
  }
  const start = lock.start + (header?.length ?? 0);
  const index = await salvageJps(source, { ...lock, start, version: header?.version ?? '', salvage });
  // Not one header opened: there is damage, but the password is what must be right first.
  if (index.entries.length === 0) throw refusal;
  return index;
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof ExtractError && error.code.startsWith('wrong-password');
}

/** Null where it cannot be read and that is no reason to stop. */
async function readHeaderOrGoOn(
  source: JoinedSource,
  start: number | null,
  salvage: Salvage | null,
): Promise<ArchiveHeader | null> {
  if (start === null) return null;
  try {
    return await readHeader(source, start);
  } catch (error) {
    if (salvage !== null && isDamage(error)) return null;
    throw error;
  }
}

async function readHeader(source: JoinedSource, start: number): Promise<ArchiveHeader> {
  const left = source.size - start;
  if (left < archiveHeaderLength) {
    const least = start + archiveHeaderLength + endLength;
    throw errorAt('archive-truncated', source, start, wholeSize(source, least));
  }
  const first = await source.read(start, archiveHeaderLength);
  const version = readVersion(first);
  if (!knownVersions.includes(version)) throw errorAt('unknown-version', source, start, { text: `JPS ${version}` });
  const length = readAt(source, start, undefined, () => readArchiveHeaderLength(first));
  if (length > left) {
    const least = length > longestHeader ? 0 : start + length + endLength;
    const sizes = { expected: length, found: left, ...wholeSize(source, least) };
    throw errorAt('archive-truncated', source, start, sizes);
  }
  const bytes = await source.read(start, length);
  return readAt(source, start, undefined, () => readArchiveHeader(bytes));
}
