import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixturePassword } from '../support/fixtures.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { singlePart } from '../support/parted-source.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { writeZip } from '../support/write-zip.ts';
import { HookedSink } from './hooked-sink.ts';
import { folderSink, prepare, prepareJpa, runToEnd, type Prepared } from './run.ts';

const good: JpaEntry = { path: 'good', content: 'good' };
const last: JpaEntry = { path: 'last', content: 'last' };
/** A stored file whose header states a byte more than there is. */
const short: JpaEntry = { path: 'bad', content: 'abc', store: true, fields: { size: 4 } };

/** More than is decoded in one go, and not to be packed any smaller. */
const long = new Uint8Array(5 * 1024 * 1024);
for (let index = 0; index < long.length; index += 1) long[index] = Math.imul(index, 2_654_435_761) >>> 24;
/** Right but for its last bytes, which are missing. */
const cut: JpaEntry = {
  path: 'bad',
  content: long,
  fields: { data: new Uint8Array(deflateRawSync(long, { level: 1 }).subarray(0, -100)) },
};

describe('a damaged entry in the middle is told of and absent, and the run goes on', () => {
  const damaged: readonly (readonly [string, () => Promise<Prepared>, string])[] = [
    ['a stored file of another size', () => prepareJpa([good, short, last]), 'too-short'],
    [
      'a deflate stream of nothing',
      () => prepareJpa([good, { path: 'bad', content: 'x', fields: { data: '' } }, last]),
      'impossible-size',
    ],
    [
      'a deflate stream that is none',
      () => prepareJpa([good, { path: 'bad', content: 'x', fields: { data: '\xff\xff' } }, last]),
      'broken-stream',
    ],
    ['a long file that is cut', () => prepareJpa([good, cut, last]), 'broken-stream'],
    [
      'a wrong checksum',
      () =>
        prepare(
          singlePart(
            writeZip({
              entries: [
                { path: 'good', content: 'good' },
                { path: 'bad', content: 'x', fields: { crc32: 1 } },
                { path: 'last', content: 'last' },
              ],
            }),
          ),
        ),
      'checksum',
    ],
    [
      'a broken seal',
      () => {
        const entries = [
          { path: 'good', content: 'good' },
          { path: 'bad', content: 'x', chunks: [{ innerSize: 1000 }] },
          { path: 'last', content: 'last' },
        ];
        return prepare(singlePart(writeJps({ entries, password: fixturePassword })), fixturePassword);
      },
      'broken-seal',
    ],
  ];

  test.each(damaged)('%s', async (_, make, what) => {
    const prepared = await make();
    const sink = new MemorySink();
    const { issues, report } = await runToEnd(prepared, sink);
    expect([...sink.files.keys()]).toEqual(['good', 'last']);
    expect(sink.unfinished.size).toBe(0);
    expect(issues).toMatchObject([{ kind: 'damaged', path: 'bad', damage: { what } }]);
    expect(report.facts.filesWritten).toBe(2);

    const folder = new FakeFolder();
    await runToEnd(prepared, folderSink(folder));
    expect([...folder.files().keys()].sort()).toEqual(['good', 'last']);
    expect(folder.openWritables).toBe(0);
  });
});

test('a small damaged file never appears at all', async () => {
  const sink = new HookedSink(new MemorySink(), {});
  await runToEnd(await prepareJpa([good, short, last]), sink);
  expect(sink.begun).toEqual(['good', 'last']);
});

test('a long one is begun, and discarded when its damage is found', async () => {
  const sink = new MemorySink();
  await runToEnd(await prepareJpa([good, cut, last]), sink);
  expect(sink.discarded).toEqual(['bad']);
});

test('what stood in the place of a damaged file is as it was', async () => {
  for (const bad of [short, cut]) {
    const folder = new FakeFolder();
    folder.put('bad', 'kept');
    await runToEnd(await prepareJpa([good, bad, last]), folderSink(folder));
    expect(folder.text('bad')).toBe('kept');
    expect(folder.files().size).toBe(3);
  }
});

test('what could not be removed of it is told before the damage', async () => {
  const fault = (operation: string): Error | undefined =>
    operation === 'removeEntry' ? new DOMException('no', 'NotAllowedError') : undefined;
  const { issues } = await runToEnd(await prepareJpa([cut, last]), folderSink(new FakeFolder({ fault })));
  expect(issues).toMatchObject([
    { kind: 'left-behind', path: 'bad', reason: 'NotAllowedError' },
    { kind: 'damaged', path: 'bad' },
  ]);
});

describe('links', () => {
  const link = (path: string, target: string, fields = {}): JpaEntry => ({
    path,
    kind: 'link',
    content: target,
    fields,
  });

  test('a damaged one is told of beside the others', async () => {
    const prepared = await prepareJpa([link('a', '../b'), link('bad', 'c', { size: 2 }), link('d', '/etc/passwd')]);
    const { issues } = await runToEnd(prepared, new MemorySink());
    expect(issues).toEqual([
      { kind: 'damaged', path: 'bad', damage: { what: 'too-short', expected: 2, found: 1 } },
      {
        kind: 'links-left-out',
        links: [
          { path: 'a', target: '../b' },
          { path: 'd', target: '/etc/passwd' },
        ],
      },
    ]);
  });

  test('L-03: a cycle and a chain of two hundred are text like any other', async () => {
    const chain = Array.from({ length: 200 }, (_, number) => link(`${number}`, `${number + 1}`));
    const entries = [link('a', 'b'), link('b', 'a'), ...chain];
    const sink = new MemorySink();
    const { issues } = await runToEnd(await prepareJpa(entries), sink);
    const links = entries.map(({ path, content }) => ({ path, target: content }));
    expect(issues).toEqual([{ kind: 'links-left-out', links }]);
    expect(sink.files.size + sink.directories.size).toBe(0);
  });

  test('L-05: a target longer than any path is not read', async () => {
    const prepared = await prepareJpa([link('a', 'x'.repeat(4096)), link('b', 'x'.repeat(4097))]);
    const { issues } = await runToEnd(prepared, new MemorySink());
    expect(issues).toMatchObject([
      { kind: 'damaged', path: 'b', damage: { what: 'too-long' } },
      { kind: 'links-left-out', links: [{ path: 'a' }] },
    ]);
  });

  test('a target is never inflated, whatever its header says', async () => {
    const prepared = await prepareJpa([{ ...link('a', 'b.txt'), fields: { compression: 1 } }]);
    const { issues } = await runToEnd(prepared, new MemorySink());
    expect(issues).toEqual([{ kind: 'links-left-out', links: [{ path: 'a', target: 'b.txt' }] }]);
  });

  test('of a great many only the first targets are read, and all are listed', async () => {
    const links = Array.from({ length: 1100 }, (_, number) => link(`l${number}`, 'x'.repeat(4096)));
    const { issues } = await runToEnd(await prepareJpa(links), new MemorySink());
    const [issue] = issues;
    if (issue?.kind !== 'links-left-out') throw new Error('the links are not told');
    expect(issue.links).toHaveLength(1100);
    expect(issue.links.filter(({ target }) => target !== null)).toHaveLength(1024);
  });

  test('nothing of them is written', async () => {
    const folder = new FakeFolder();
    await runToEnd(await prepareJpa([link('up', '..'), { path: 'up/evil.php', content: 'x' }]), folderSink(folder));
    expect([...folder.files().keys()]).toEqual(['up/evil.php']);
  });
});
