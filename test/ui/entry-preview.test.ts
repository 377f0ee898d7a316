// Looking at an entry, and saving it.
import { describe, expect, test } from 'vitest';
import type { Preview } from '../../src/listing/preview.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { EntryPreview } from '../../src/ui/entry-preview.svelte.ts';
import { FakeClient } from './support/fake-client.ts';
import { Pending } from './support/pending.ts';
import { somePreview } from './support/fake-site.ts';

const download = () => Promise.resolve({ handle: null, page: 'test' });

function stage() {
  const client = new FakeClient();
  const failures: unknown[] = [];
  const entry = new EntryPreview({ worker: { client }, onFailure: (error) => failures.push(error) });
  return { client, entry, failures };
}

describe('looking', () => {
  test('shows what the worker has read', async () => {
    const { entry } = stage();
    const opening = entry.open(7);
    expect(entry.look.name).toBe('reading');
    await opening;
    expect(entry.look).toEqual({ name: 'open', preview: { ...somePreview, ordinal: 7 } });
    entry.close();
    expect(entry.look.name).toBe('closed');
  });

  test('at another entry drops the late answer about the first', async () => {
    const { client, entry } = stage();
    const slow = new Pending<Preview>();
    client.shown = (ordinal) => (ordinal === 1 ? slow.promise : Promise.resolve({ ...somePreview, ordinal }));
    const first = entry.open(1);
    await entry.open(2);
    slow.resolve({ ...somePreview, ordinal: 1 });
    await first;
    expect(entry.look).toMatchObject({ preview: { ordinal: 2 } });
  });

  test('at what cannot be read tells why', async () => {
    const { client, entry, failures } = stage();
    client.shown = () => Promise.reject(new ExtractError('part-unreadable', { part: 'site.j01' }));
    await entry.open(1);
    expect(entry.look).toEqual({ name: 'failed', problem: { code: 'part-unreadable', where: { part: 'site.j01' } } });
    client.shown = () => Promise.reject(new Error('a fault'));
    await entry.open(1);
    expect(entry.look).toEqual({ name: 'failed', problem: null });
    expect(failures).toHaveLength(2);
  });
});

describe('saving', () => {
  test('tells how far it is, and where it went', async () => {
    const { client, entry } = stage();
    await entry.open(3);
    const saved = new Pending<Blob | null>();
    client.entrySaved = () => saved.promise;
    const saving = entry.save('a.txt', download);
    expect(entry.saving).toEqual({ name: 'choosing' });
    await Promise.resolve();
    expect(await entry.save('a.txt', download)).toBeNull();
    client.tellSaved(5);
    expect(entry.saving).toEqual({ name: 'under-way', bytesWritten: 5 });
    const blob = new Blob(['x']);
    saved.resolve(blob);
    expect(await saving).toBe(blob);
    client.tellSaved(9);
    expect(entry.saving).toEqual({ name: 'saved', file: 'a.txt' });
    expect(client.calls).toEqual(['saveEntry 3']);
  });

  test('is stopped by closing', async () => {
    const { client, entry } = stage();
    await entry.open(3);
    const saved = new Pending<Blob | null>();
    client.entrySaved = () => saved.promise;
    const saving = entry.save('a.txt', download);
    await Promise.resolve();
    entry.close();
    expect(client.calls).toContain('stopSaving');
    saved.reject(new DOMException('stopped', 'AbortError'));
    expect(await saving).toBeNull();
    expect(entry.saving).toEqual({ name: 'none' });
    entry.close();
    expect(client.calls.filter((call) => call === 'stopSaving')).toHaveLength(1);
  });

  test('that fails says why, and can be tried again', async () => {
    const { client, entry } = stage();
    await entry.open(3);
    client.entrySaved = () => Promise.reject(new ExtractError('no-room'));
    expect(await entry.save('a.txt', download)).toBeNull();
    expect(entry.saving).toMatchObject({ name: 'failed', problem: { code: 'no-room' } });
    client.entrySaved = () => Promise.resolve(null);
    await entry.save('a.txt', download);
    expect(entry.saving.name).toBe('saved');
  });

  test('that the browser refuses to ask about says so where it was asked for', async () => {
    const { client, entry, failures } = stage();
    await entry.open(3);
    await entry.save('a.txt', () => Promise.reject(new ExtractError('output-refused')));
    expect(entry.look.name).toBe('open');
    expect(entry.saving).toMatchObject({ name: 'failed', problem: { code: 'output-refused' } });
    expect(entry.isSaving).toBe(false);
    expect(failures).toHaveLength(1);
    expect(client.calls).not.toContain('saveEntry 3');
  });

  test('for which no file is chosen leaves everything as it was', async () => {
    const { client, entry } = stage();
    await entry.open(3);
    expect(await entry.save('a.txt', () => Promise.resolve(null))).toBeNull();
    expect(entry.saving).toEqual({ name: 'none' });
    expect(client.calls).not.toContain('saveEntry 3');
  });

  test('never puts another file under the name that was chosen for this one', async () => {
    const { client, entry } = stage();
    await entry.open(3);
    const chosen = new Pending<typeof target>();
    const target = { handle: null, page: 'test' };
    const saving = entry.save('a.txt', () => chosen.promise);
    await entry.open(4);
    chosen.resolve(target);
    expect(await saving).toBeNull();
    expect(client.calls.filter((call) => call.startsWith('saveEntry'))).toEqual([]);
    expect(entry.saving).toEqual({ name: 'none' });
  });
});
