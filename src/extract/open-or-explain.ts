// Opens an archive that is to be sound, and where it is not says why, as far as that can be told.
import type { ArchiveIndex } from '../archive/entry.ts';
import { openArchive } from '../archive/open-archive.ts';
import type { OpenedArchive, ReadProgress } from '../archive/opened-archive.ts';
import { checkSound, diagnose } from '../diagnosis/diagnose.ts';
import type { JoinedSource } from '../parts/joined-source.ts';

/** @throws ExtractError as `openArchive` does, and with the reason where one is found; so does `unlock` of what it gives */
export async function openOrExplain(source: JoinedSource, progress: ReadProgress): Promise<OpenedArchive> {
  const opened = await explained(source, () => openArchive(source, progress));
  if (opened.state === 'open') {
    await checkSound(source, opened.index);
    return opened;
  }
  return {
    ...opened,
    async unlock(password, unlocking): Promise<ArchiveIndex> {
      const index = await explained(source, () => opened.unlock(password, unlocking));
      await checkSound(source, index);
      return index;
    },
  };
}

async function explained<T>(source: JoinedSource, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw await diagnose(source, error);
  }
}
