// The browser's dialog for the folder to extract into: what it is asked for, and what becomes of what it answers.
import { afterEach, expect, test, vi } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { errorMessage } from '../../src/ui/messages.ts';
import { outputHint } from '../../src/ui/output-hint.ts';
import { pickTarget } from '../../src/ui/pick.ts';
import { plainText } from '../../src/ui/words.ts';
import { content, open } from './support/fake-client.ts';

const remedy = 'inside one of them';

function answerWith(answer: () => Promise<unknown>): ReturnType<typeof vi.fn> {
  const showDirectoryPicker = vi.fn(answer);
  vi.stubGlobal('window', { showDirectoryPicker });
  return showDirectoryPicker;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('F-08: leave to write is asked for with the folder, in the one click there is', async () => {
  const folder = {};
  const dialog = answerWith(() => Promise.resolve(folder));
  const picking = pickTarget();
  // Before the first wait: after it, the browser may not count the click any more.
  expect(dialog.mock.calls).toMatchObject([[{ mode: 'readwrite' }]]);
  expect(await picking).toBe(folder);
});

test('F-07: which folders the browser gives to nobody is said before it is asked, and once it has refused', async () => {
  expect(outputHint('folder', { ...open, content }, 1, { writesDirectly: false })).toContain(remedy);
  answerWith(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  const refused = await pickTarget().catch((error: unknown) => error);
  if (!(refused instanceof ExtractError)) throw new Error('nothing was refused');
  const { what, todo } = errorMessage({ code: refused.code, where: refused.where });
  expect(plainText(what)).toContain('does not allow writing');
  expect(plainText(todo)).toContain(remedy);
});

test('F-06: a dialog that is closed is no choice, and no error', async () => {
  answerWith(() => Promise.reject(new DOMException('closed', 'AbortError')));
  expect(await pickTarget()).toBeNull();
});
