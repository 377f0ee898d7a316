// All parts of a backup joined by hand into one file (`copy /b`, `cat`): the very run of bytes that the format defines.
import { describe, expect, test } from 'vitest';
import { ExtractError } from '../../src/problems/extract-error.ts';
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

describe.each(['split/site.jpa', 'split/site-jps.jps', 'split/site-zip.zip'])('%s', (name) => {
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

describe('a split ZIP, joined, whose parts lack bytes', () => {
  const [first = new Uint8Array(), ...rest] = readParts('split/site-zip.zip');
  const joined = fileOf('joined.zip', concat([first.subarray(0, -1), ...rest]));

  test('is refused with the place, and not said to lack parts', async () => {
    const session = new Session(undefined, sumsHere);
    expect((await session.survey([joined])).backups).toMatchObject([{ problem: null }]);
    const opening = session.open(0, { salvages: false }, quiet);
    await expect(opening).rejects.toMatchObject({ code: 'archive-damaged', where: { part: 'joined.zip' } });
    const offset = await opening.catch((error: unknown) => error instanceof ExtractError && error.where.offset);
    expect(offset).toBeGreaterThanOrEqual(first.length);
  });

  test('gives its other files where damage is gone past', async () => {
    const [one, many] = [await extracted([joined], true), await extracted(fixtureFiles('split/site-zip.zip'), false)];
    const missing = Object.keys(many.sums).filter((path) => one.sums[path] !== many.sums[path]);
    expect(missing).toHaveLength(1);
  });
});

test('M-09: a first part under the name of the last lacks the others', async () => {
  const [first = new Uint8Array()] = readParts('split/site.jpa');
  const session = new Session(undefined, sumsHere);
  const { backups } = await session.survey([fileOf('site.jpa', first)]);
  expect(backups[0]?.problem).toMatchObject({ code: 'parts-missing' });
});
