// For any members at all: what was put in comes out, and the archive is as large as was said before.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tarSize } from '../../../src/pack/tar/tar-size.ts';
import { safePath } from '../../../src/plan/safe-path.ts';
import { readTar } from './read-tar.ts';
import { directory, file, link, pack, type Packed } from './stage.ts';

const character = fc.constantFrom('a', 'b', '.', '-', '\n', ' ', '=', 'é', 'λ', '日', '😀', '\ufeff');
const anyText = fc.oneof(
  fc.string({ unit: character, minLength: 1, maxLength: 300 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((text) => text.replaceAll('\0', '0')),
);
const anyPath = fc
  .array(anyText, { minLength: 1, maxLength: 5 })
  .map((components) => components.join('/'))
  .filter((path) => safePath(path, 'jpa').is === 'safe');
const anyFacts = fc.record({
  permissions: fc.integer({ min: 0, max: 0o777 }),
  modifiedMs: fc.oneof(
    fc.integer({ min: -8.64e15, max: 8.64e15 }),
    fc.integer({ min: 0, max: 2 ** 32 }).map((seconds) => seconds * 1000),
  ),
});
const anyMember: fc.Arbitrary<Packed> = fc.oneof(
  fc
    .tuple(anyPath, fc.uint8Array({ maxLength: 1100 }), anyFacts)
    .map(([path, content, facts]) => file(path, content, facts)),
  fc.tuple(anyPath, anyFacts).map(([path, facts]) => directory(path, facts)),
  fc.tuple(anyPath, anyText, anyFacts).map(([path, target, facts]) => link(path, target, facts)),
);

test('what was put in comes out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMember, { maxLength: 6 }),
      fc.integer({ min: 1, max: 700 }),
      async (members, piece) => {
        const archive = await pack(members, piece);
        expect(readTar(archive)).toMatchObject(
          members.map((member) => ({
            type: { file: '0', directory: '5', link: '2' }[member.kind],
            name: member.path.join('/') + (member.kind === 'directory' ? '/' : ''),
            linkTarget: member.kind === 'link' ? member.target : '',
            permissions: member.permissions,
            size: member.content.length,
            modifiedNs: BigInt(member.modifiedMs) * 1_000_000n,
            content: member.content,
          })),
        );
        expect(archive.length).toBe(tarSize(members));
      },
    ),
    { numRuns: 500 },
  );
});

test('an archive without members has the size of its end', () => {
  expect(tarSize([])).toBe(10_240);
});
