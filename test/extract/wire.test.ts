// Errors over a real message channel, with comlink at both ends.
import { expose, transferHandlers, wrap, type Remote } from 'comlink';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { keepErrorCodes, toProblem } from '../../src/extract/wire.ts';

const where = {
  part: 'site.j02',
  parts: ['site.j02'],
  entry: 'a/b.txt',
  offset: 2 ** 33,
  expected: 1,
  found: 2,
  text: '1',
};

const thrower = {
  extractError(): never {
    throw new ExtractError('archive-damaged', where, new Error('a cause that stays behind'));
  },
  async later(): Promise<never> {
    await Promise.resolve();
    throw new ExtractError('wrong-password');
  },
  bug(): never {
    throw new TypeError('a bug');
  },
  abort(): never {
    throw new DOMException('cancelled', 'AbortError');
  },
  text(): never {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- what is thrown may be anything
    throw 'just text';
  },
  fine: () => 'fine',
};

let channel: MessageChannel;
let remote: Remote<typeof thrower>;

keepErrorCodes();

beforeEach(() => {
  channel = new MessageChannel();
  expose(thrower, channel.port1);
  remote = wrap<typeof thrower>(channel.port2);
});
afterEach(() => {
  channel.port1.close();
  channel.port2.close();
});

function thrownBy(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

test('an error keeps its code and its facts, and every other error what it has', async () => {
  const damaged = await thrownBy(remote.extractError());
  expect(damaged).toBeInstanceOf(ExtractError);
  expect(damaged).toMatchObject({ code: 'archive-damaged', where });
  expect(await thrownBy(remote.later())).toMatchObject({ name: 'ExtractError', code: 'wrong-password', where: {} });
  const bug = await thrownBy(remote.bug());
  expect(bug).toBeInstanceOf(Error);
  expect(bug).not.toBeInstanceOf(ExtractError);
  expect(bug).toMatchObject({ name: 'TypeError', message: 'a bug' });
  expect(await thrownBy(remote.abort())).toMatchObject({ name: 'AbortError' });
  expect(await thrownBy(remote.text())).toBe('just text');
  expect(await remote.fine()).toBe('fine');
});

test('saying so twice changes nothing of what crosses', () => {
  // The other end may have said it once only.
  const written = (): unknown => transferHandlers.get('throw')?.serialize({ value: 'thrown' })[0];
  const once = written();
  keepErrorCodes();
  expect(written()).toEqual(once);
});

describe('what is told of an error', () => {
  test('is its code and where, and not its cause', () => {
    expect(toProblem(new ExtractError('disk-full', { entry: 'a' }, new Error('secret')))).toEqual({
      code: 'disk-full',
      where: { entry: 'a' },
    });
  });

  test('does not cross with a cause', async () => {
    expect(await thrownBy(remote.extractError())).toMatchObject({ cause: undefined });
  });
});
