// F-15: the ZIP beside the files, and a browser that does not answer while it is opened.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeLocks } from '../support/fake-locks.ts';
import { onWindows, sideZip } from './odd-folder.ts';
import { into } from './session-files.ts';
import { passMs, slow, start, stop, stuck, timeUntil, type Slow, type Started } from './unanswered.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe.each(['getFileHandle', 'getFile', 'createWritable'] as const)(
  'the ZIP beside the files, for which the browser does not answer %s',
  (operation) => {
    const content = [
      { path: 'a.php', content: 'there', store: true },
      { path: 'php.ini', content: 'x'.repeat(3000), store: true },
    ];

    async function begin(answerMs: number): Promise<Started & Slow> {
      let isFirst = true;
      const made = slow(
        (at, path) => {
          const isSlow = isFirst && at === operation && path === sideZip;
          if (isSlow) isFirst = false;
          return isSlow;
        },
        answerMs,
        onWindows,
      );
      return { ...made, ...(await start(into(made.folder), made.called, { content })) };
    }

    test('is asked about by its name, and is whole where it is answered after all', async () => {
      const { held, end, issues } = await begin(200_000);
      await passMs(140_000);
      expect(held()).toMatchObject({ ...stuck, problem: { where: { text: sideZip } } });
      await timeUntil(end);
      expect(await end).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
      expect(issues).toMatchObject([{ kind: 'put-aside' }]);
    });

    test.each(['stopped', 'cancelled'])('leaves nothing where that is %s, however late it is answered', async (how) => {
      const run = await begin(1e6);
      if (how === 'stopped') await stop(run);
      else {
        await passMs(5000);
        await run.session.cancel();
        expect(await timeUntil(run.end)).toBeLessThan(6000);
      }
      expect(await run.end).toMatchObject({ isCancelled: true, filesWritten: 1, aside: [] });
      expect(run.issues).toEqual([]);
      await passMs(1e7);
      expect([...run.folder.files().keys()]).toEqual(['a.php']);
      expect(run.folder.openWritables).toBe(0);
    });
  },
);
