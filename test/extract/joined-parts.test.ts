// All parts of a backup joined by hand into one file (`copy /b`, `cat`): the very run of bytes that the format defines.
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/problems/issue.ts';
import { Session } from '../../src/extract/session.ts';
import { concat } from '../support/byte-writer.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixture, fixturePassword, readParts, sha256 } from '../support/fixtures.ts';
import { sumsHere } from '../support/sums-here.ts';
import { fileOf, fixtureFiles, into, quiet, usual } from './session-files.ts';

/** What a backup of these files says of itself, and what it gives. */
async function extracted(
  files: readonly File[],
  salvages: boolean,
): Promise<{ readonly issues: readonly Issue[]; readonly sums: Readonly<Record<string, string>> }> {
  const session = new Session(undefined, sumsHere);
  const { backups } = await session.survey(files);
  expect(backups).toMatchObject([{ problem: null }]);
  let { content } = await session.open(0, { salvages }, quiet);
  content ??= (await session.unlock(fixturePassword, quiet)).content;
  const folder = new FakeFolder();
  await session.extract(into(folder), usual, quiet);
  const sums = [...folder.files()].map(([path, bytes]) => [path, sha256(bytes)] as const);
  return { issues: content?.issues ?? [], sums: Object.fromEntries(sums) };
}

describe.each(['split/site.jpa', 'split/site-jps.jps'])('%s', (name) => {
  test.each([false, true])('joined, gives what its parts give, and is told of (past damage: %s)', async (salvages) => {
    const joined = fileOf(`joined.${fixture(name).format}`, concat(readParts(name)));
    const [one, many] = [await extracted([joined], salvages), await extracted(fixtureFiles(name), salvages)];
    expect(Object.keys(one.sums).length).toBeGreaterThan(30);
    expect(one.sums).toEqual(many.sums);
    const told = one.issues.filter(({ kind }) => kind === 'parts-joined');
    expect(told).toEqual([{ kind: 'parts-joined', count: readParts(name).length }]);
    expect(one.issues.filter((issue) => !told.includes(issue))).toEqual(many.issues);
  });
});

describe('a split ZIP, joined', () => {
  const joined = fileOf('joined.zip', concat(readParts('split/site-zip.zip')));

  test('is not said to lack parts, and is refused for their number', async () => {
    const session = new Session(undefined, sumsHere);
    expect((await session.survey([joined])).backups).toMatchObject([{ problem: null }]);
    await expect(session.open(0, { salvages: false }, quiet)).rejects.toMatchObject({
      code: 'part-count-differs',
      where: { expected: 7, found: 1 },
    });
  });

  test('gives its files where damage is gone past', async () => {
    const [one, many] = [await extracted([joined], true), await extracted(fixtureFiles('split/site-zip.zip'), false)];
    expect(one.sums).toMatchObject(many.sums);
  });
});

test('M-09: a first part under the name of the last lacks the others', async () => {
  const [first = new Uint8Array()] = readParts('split/site.jpa');
  const session = new Session(undefined, sumsHere);
  const { backups } = await session.survey([fileOf('site.jpa', first)]);
  expect(backups[0]?.problem).toMatchObject({ code: 'parts-missing' });
});
