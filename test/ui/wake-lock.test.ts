import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepAwake } from '../../src/ui/wake-lock.ts';

class FakeLock {
  isReleased = false;

  release(): Promise<void> {
    this.isReleased = true;
    return Promise.resolve();
  }
}

class FakeDocument extends EventTarget {
  visibilityState = 'visible';

  show(state: 'visible' | 'hidden'): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: FakeDocument;
let locks: FakeLock[];
const request = vi.fn<() => Promise<FakeLock>>();
const held = (): number => locks.filter(({ isReleased }) => !isReleased).length;
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

beforeEach(() => {
  page = new FakeDocument();
  locks = [];
  request.mockReset();
  request.mockImplementation(() => {
    const lock = new FakeLock();
    locks.push(lock);
    return Promise.resolve(lock);
  });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { wakeLock: { request } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('the computer is kept awake until the run is over', async () => {
  const letSleep = keepAwake();
  await settled();
  expect(held()).toBe(1);
  letSleep();
  expect(held()).toBe(0);
});

test('asks again when the page is seen again, as the browser has taken it back', async () => {
  const letSleep = keepAwake();
  await settled();
  page.show('hidden');
  await settled();
  expect(request).toHaveBeenCalledTimes(1);
  page.show('visible');
  await settled();
  expect(request).toHaveBeenCalledTimes(2);
  expect(held()).toBe(1);
  letSleep();
  page.show('visible');
  await settled();
  expect(request).toHaveBeenCalledTimes(2);
});

test('what comes after the end of the run is given back', async () => {
  const letSleep = keepAwake();
  letSleep();
  await settled();
  expect(locks).toHaveLength(1);
  expect(held()).toBe(0);
});

test('a browser that refuses, or has no such thing, is left alone', async () => {
  request.mockRejectedValue(new DOMException('battery is low', 'NotAllowedError'));
  keepAwake()();
  await settled();
  vi.stubGlobal('navigator', {});
  keepAwake()();
});
