// Opens an archive that is to be sound, and where it is not says why, as far as that can be told.
import type { ArchiveIndex } from '../archive/entry.ts';
import { openArchive } from '../archive/open-archive.ts';
import type { OpenedArchive, ReadProgress } from '../archive/opened-archive.ts';
import { checkSound, diagnose } from '../diagnosis/diagnose.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { isErrorOf } from '../problems/extract-error.ts';

/** @throws ExtractError as `openArchive` does, and with the reason where one is found; so does `unlock` of what it gives */
export async function openOrExplain(source: JoinedSource, progress: ReadProgress): Promise<OpenedArchive> {
  const opened = await openArchive(source, progress).catch(async (error: unknown) => {
    throw await diagnose(source, error);
  });
  if (opened.state === 'open') {
    await checkSound(source, opened.index);
    return opened;
  }
  let isLookedInto = false;
  return {
    ...opened,
    async unlock(password, unlocking): Promise<ArchiveIndex> {
      const index = await opened.unlock(password, unlocking).catch(async (error: unknown) => {
        // Where one wrong password was just that, another one is too.
        if (isLookedInto && isWrongPassword(error)) throw error;
        isLookedInto ||= isWrongPassword(error);
        throw await diagnose(source, error);
      });
      await checkSound(source, index);
      return index;
    },
  };
}

function isWrongPassword(error: unknown): boolean {
  return isErrorOf(error, 'wrong-password');
}
