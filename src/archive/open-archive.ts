// Opens an archive of whichever format. The only place that chooses between the three.
import type { JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { detectFormat } from './detect-format.ts';
import { readJpa } from './jpa/read-index.ts';
import { openJps } from './jps/open-jps.ts';
import type { OpenedArchive, ReadProgress } from './opened-archive.ts';
import { openZip } from './zip/open-zip.ts';

/**
 * @throws ExtractError `not-an-archive`, `web-page-instead`, `gzip-instead` where the bytes are something else,
 *   and what the formats throw where they cannot be read
 */
export async function openArchive(source: JoinedSource, progress: ReadProgress): Promise<OpenedArchive> {
  const detected = await detectFormat(source);
  const part = source.parts[0]?.name ?? '';
  switch (detected.is) {
    case 'jpa':
      return { state: 'open', index: await readJpa(source, detected.start, progress) };
    case 'jps':
      return openJps(source, detected.start);
    case 'zip':
      return openZip(source, progress);
    case 'web-page':
      throw new ExtractError('web-page-instead', { part });
    case 'gzip':
      throw new ExtractError('gzip-instead', { part });
    case 'unknown':
      throw new ExtractError('not-an-archive', { part });
    default:
      return detected satisfies never;
  }
}
