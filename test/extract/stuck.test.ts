// A browser that never closes a file.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderSink, prepareJpa, start, type Run } from './run.ts';

const many = Array.from({ length: 300 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));
const cancelled = { error: expect.objectContaining({ name: 'AbortError' }) as unknown };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('F-15: a file that the browser never closes', () => {
  async function stuck(): Promise<{ folder: FakeFolder; run: Run }> {
    const folder = new FakeFolder({
      latencyMs: (operation, path) => (operation === 'close' && path === 'f3' ? 1e9 : 0),
      fault: (operation, path) =>
        operation === 'removeEntry' && path === 'f3'
          ? new DOMException('it is being written', 'NoModificationAllowedError')
          : undefined,
    });
    const run = start(await prepareJpa(many), folderSink(folder));
    await vi.advanceTimersByTimeAsync(119_000);
    expect(run.control.held).toBeNull();
    await vi.advanceTimersByTimeAsync(20_000);
    return { folder, run };
  }

  test('is asked about once nothing else is left to do', async () => {
    const { folder, run } = await stuck();
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    expect(folder.files().size).toBe(many.length + 1);
    run.control.answer('skip');
    await vi.advanceTimersByTimeAsync(1000);
    // The browser still holds it, so the next try fails too, and so on.
    expect(run.control.held).toMatchObject({ problem: { code: 'write-failed' } });
    run.control.answer('skip');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toMatchObject([{ kind: 'left-behind', path: 'f3' }]);
  });

  test('is waited for where the user says so, and asked about again', async () => {
    const { run } = await stuck();
    run.control.answer('retry');
    await vi.advanceTimersByTimeAsync(90_000);
    expect(run.control.held).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    run.control.answer('stop');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await run.end).toEqual(cancelled);
  });
});
