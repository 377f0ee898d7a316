// Which site it is, told while the list of files is still being read.
import { describe, expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { OpenProgress } from '../../src/extract/worker-api.ts';
import { fixturePassword } from '../support/fixtures.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { fixtureFiles, jpaFile, opened, quiet } from './session-files.ts';

const readme = { path: 'installation/README.html', content: '<p id="description"><![CDATA[Before the update]]></p>' };
const extraInfo = { path: 'installation/extrainfo.json', content: '{"host": "www.example.org"}' };
const many = Array.from({ length: 20_000 }, (_, number) => ({ path: `site/${number}.php`, content: '', store: true }));

async function progressOf(entries: readonly JpaEntry[]): Promise<readonly OpenProgress[]> {
  const session = new Session();
  const progress: OpenProgress[] = [];
  await session.survey([jpaFile({ entries })]);
  await session.open(0, { salvages: false }, (step) => progress.push(step));
  return progress;
}

describe('the early half', () => {
  test('comes before the walk is over, and every later step keeps it', async () => {
    const progress = await progressOf([readme, extraInfo, ...many]);
    const first = progress.findIndex(({ site }) => site !== null);
    expect(progress[first]).toMatchObject({ site: { host: 'www.example.org', description: 'Before the update' } });
    expect(progress[first]?.entries).toBeLessThan(many.length);
    expect(progress.slice(first).every(({ site }) => site !== null)).toBe(true);
  });

  test('of a JPS comes once its password is right', async () => {
    const session = new Session();
    const progress: OpenProgress[] = [];
    await session.survey(fixtureFiles('site.jps'));
    await session.open(0, { salvages: false }, (step) => progress.push(step));
    expect(progress).toEqual([]);
    await session.unlock(fixturePassword, (step) => progress.push(step));
    await expect.poll(() => progress.at(-1)?.site?.host).toBe('www.public.example');
  });

  test.each<[string, readonly JpaEntry[]]>([
    ['without a description', [extraInfo]],
    ['of the first of two files with one path', [readme, extraInfo, { ...extraInfo, content: '{"host": "second"}' }]],
    ['of the first of two without a description', [extraInfo, { ...extraInfo, content: '{"host": "second"}' }]],
    ['however its path is spelled', [{ ...extraInfo, path: './installation/extrainfo.json' }]],
    ['with a dump alone behind it', [extraInfo, { path: 'installation/sql/site.sql', content: 'x' }]],
  ])('comes %s', async (_, entries) => {
    const progress = await progressOf([...entries, ...many]);
    const told = progress.flatMap(({ site, entries: count }) => (site === null ? [] : [{ host: site.host, count }]));
    expect(told[0]?.count).toBeLessThan(many.length);
    expect(new Set(told.map(({ host }) => host))).toEqual(new Set(['www.example.org']));
  });

  test('comes though the description is damaged', async () => {
    const progress = await progressOf([{ ...readme, fields: { size: 1000 } }, extraInfo, ...many]);
    await expect.poll(() => progress.at(-1)?.site?.host).toBe('www.example.org');
  });

  test('is told again with the description that comes late', async () => {
    const progress = await progressOf([extraInfo, ...many.slice(0, 5000), readme, ...many.slice(5000)]);
    const told = progress.flatMap(({ site }) => (site === null ? [] : [site.description]));
    expect([told[0], told.at(-1)]).toEqual([null, 'Before the update']);
  });

  test.each([
    ['is not in the backup', [readme, ...many.slice(0, 100)]],
    ['is damaged', [{ ...extraInfo, fields: { size: 1000 } }, ...many.slice(0, 100)]],
    ['makes no sense', [{ ...extraInfo, content: '{' }, ...many.slice(0, 100)]],
  ])('that %s harms nobody', async (_, entries) => {
    const progress = await progressOf(entries);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.every(({ site }) => site === null)).toBe(true);
  });
});

test('the card of an open backup is read from whichever parts it has', async () => {
  const session = await opened(fixtureFiles('split/site-jps.jps'), fixturePassword);
  expect(await session.readCard()).toMatchObject({ identity: { host: 'www.public.example' }, installer: 'open' });
});

test('without an open backup there is no card', async () => {
  await expect(new Session().readCard()).rejects.toThrow('nothing is open');
  const locked = new Session();
  await locked.survey(fixtureFiles('site.jps'));
  await locked.open(0, { salvages: false }, quiet);
  await expect(locked.readCard()).rejects.toThrow('nothing is open');
});
