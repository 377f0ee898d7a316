// The card follows the backup that is open, and its failure stops nothing.
import { expect, test } from 'vitest';
import { Pending } from './support/pending.ts';
import { emptyCard } from './support/fake-site.ts';
import { file, useExtraction } from './support/extraction-stage.ts';
import type { SiteCard } from '../../src/site/card.ts';

const stage = useExtraction();

test('it is read as soon as a backup is open', async () => {
  const { extraction } = stage();
  await extraction.addFiles([file('site.jpa')]);
  await expect.poll(() => extraction.card.state).toEqual({ name: 'known', card: emptyCard });
  expect(extraction.state.name).toBe('ready');
});

test('where it cannot be read the backup is open all the same, and the log says why', async () => {
  const { extraction } = stage();
  stage().prepare((client) => {
    client.card = () => Promise.reject(new Error('no card'));
  });
  await extraction.addFiles([file('site.jpa')]);
  await expect.poll(() => extraction.card.state.name).toBe('failed');
  expect(extraction.state.name).toBe('ready');
  expect(JSON.stringify(extraction.log)).toContain('no card');
});

test('a late answer about an earlier backup is dropped', async () => {
  const { extraction } = stage();
  const slow = new Pending<SiteCard>();
  stage().prepare((client) => {
    client.card = () => slow.promise;
  });
  await extraction.addFiles([file('site.jpa')]);
  stage().prepare((client) => {
    client.card = () => new Pending<SiteCard>().promise;
  });
  extraction.startOver();
  await extraction.addFiles([file('other.jpa')]);
  slow.resolve(emptyCard);
  await slow.promise;
  expect(extraction.card.state.name).toBe('reading');
});
