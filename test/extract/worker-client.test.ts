import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import { createWorkerClient } from '../../src/extract/worker-client.ts';

vi.mock('../../src/extract/extract.worker.ts?worker&url', () => ({ default: 'assets/worker.js' }));

/** A worker that answers over a message channel, until it dies. */
class FakeWorker extends EventTarget {
  static readonly all: FakeWorker[] = [];
  readonly url: string;
  isTerminated = false;
  readonly #channel = new MessageChannel();

  constructor(url: string) {
    super();
    this.url = url;
    FakeWorker.all.push(this);
    expose(new Session(), this.#channel.port1);
    this.#channel.port2.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      this.dispatchEvent(new MessageEvent('message', { data }));
    });
    this.#channel.port2.start();
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#channel.port2.postMessage(message, transfer);
  }

  die(type: 'error' | 'messageerror' = 'error'): void {
    this.#channel.port1.close();
    this.dispatchEvent(new FakeErrorEvent(type));
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
  }
}

/** Node has none. */
class FakeErrorEvent extends Event {
  readonly error = new Error('out of memory');
}

beforeEach(() => {
  FakeWorker.all.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('ErrorEvent', FakeErrorEvent);
});
afterEach(() => {
  for (const worker of FakeWorker.all) worker.terminate();
  vi.unstubAllGlobals();
});

function lastWorker(): FakeWorker {
  const worker = FakeWorker.all.at(-1);
  if (worker === undefined) throw new Error('no worker was started');
  return worker;
}

const died = { name: 'ExtractError', code: 'worker-died' };

test('calls are answered by the worker behind the URL', async () => {
  const client = createWorkerClient();
  expect(await client.survey([])).toEqual({ backups: [], strays: [] });
  expect(lastWorker().url).toBe('assets/worker.js');
});

test('errors of the worker arrive as they are', async () => {
  const client = createWorkerClient();
  const progress = vi.fn();
  await expect(client.open(7, { salvages: false }, progress)).rejects.toThrow('no backup 7');
  await expect(client.unlock('', progress)).rejects.toThrow('nothing to unlock');
});

test('a second client is as good as the first', async () => {
  createWorkerClient().dispose();
  const client = createWorkerClient();
  await expect(client.open(7, { salvages: false }, vi.fn())).rejects.toThrow('no backup 7');
  expect(FakeWorker.all).toHaveLength(2);
});

describe('a worker that dies', () => {
  test.each(['error', 'messageerror'] as const)('settles the calls under way (%s)', async (type) => {
    const client = createWorkerClient();
    const calls = [
      client.survey([]),
      client.open(0, { salvages: false }, vi.fn()),
      client.pause(),
      client.cancel(),
    ].map((call) => expect(call).rejects.toMatchObject(died));
    lastWorker().die(type);
    await Promise.all(calls);
  });

  test('settles every later call too', async () => {
    const client = createWorkerClient();
    lastWorker().die();
    await expect(client.survey([])).rejects.toMatchObject(died);
    await expect(client.resume()).rejects.toMatchObject(died);
  });

  test('is told of once', () => {
    const client = createWorkerClient();
    const heard = vi.fn();
    client.onDeath(heard);
    client.onDeath(heard);
    lastWorker().die();
    lastWorker().die();
    expect(heard).toHaveBeenCalledTimes(2);
    expect(heard).toHaveBeenCalledWith(expect.objectContaining(died));
  });

  test('does so without an unheard rejection where nobody waits', async () => {
    createWorkerClient();
    lastWorker().die();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(FakeWorker.all).toHaveLength(1);
  });
});

test('letting go ends the worker', () => {
  const client = createWorkerClient();
  client.dispose();
  expect(lastWorker().isTerminated).toBe(true);
});

test('where the page wants trusted URLs, one policy vouches for the worker, however many are started', async () => {
  const createPolicy = vi.fn((_: string, rules: { createScriptURL(url: string): string }) => ({
    createScriptURL: (url: string) => `trusted ${rules.createScriptURL(url)}`,
  }));
  vi.stubGlobal('trustedTypes', { createPolicy });
  vi.resetModules();
  const fresh = await import('../../src/extract/worker-client.ts');
  fresh.createWorkerClient();
  fresh.createWorkerClient();
  expect(createPolicy).toHaveBeenCalledExactlyOnceWith('unstow-worker', expect.anything());
  expect(FakeWorker.all.map(({ url }) => url)).toEqual(['trusted assets/worker.js', 'trusted assets/worker.js']);
});
