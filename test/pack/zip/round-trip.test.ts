// What goes in comes out, read by the project's own reader; and the archive is no larger than was said.
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipSizeLimit, type Sized } from '../../../src/pack/zip/zip-size.ts';
import { safePath } from '../../../src/plan/safe-path.ts';
import { toBytes } from '../../support/byte-writer.ts';
import { singlePart } from '../../support/parted-source.ts';
import { unpack } from '../../archive/open-any.ts';
import { packZip, pathOf, type Item } from './pack.ts';

const name = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('日本/語.txt', '🎉', '-rf', 'a\nb', 'é', ' ', 'C:', '~', '__proto__'),
  )
  .filter((text) => safePath(text, 'jpa').is === 'safe')
  .map((text) => pathOf(text).join('/'));

const item: fc.Arbitrary<Item> = fc.record({
  path: name,
  permissions: fc.integer({ min: 0, max: 0o777 }),
  // Whole seconds, in the 32 bits of the exact time.
  modifiedMs: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((seconds) => seconds * 1000),
  pieceSize: fc.integer({ min: 1, max: 3000 }),
});
const file: fc.Arbitrary<Item> = fc
  .tuple(
    item,
    fc.record({ content: fc.uint8Array({ maxLength: 5000 }), store: fc.boolean(), isSizeUnknown: fc.boolean() }),
  )
  .map(([common, facts]) => ({ ...common, ...facts }));
const link: fc.Arbitrary<Item> = fc
  .tuple(item, fc.string({ unit: 'grapheme', minLength: 1 }))
  .map(([common, target]) => ({ ...common, target }));
const items = fc.array(fc.oneof(file, file, link, item), { maxLength: 12 });

/** An entry of the archive, in the words of the tests. */
function expected({ path, content, target, permissions = 0, modifiedMs }: Item): object {
  if (target !== undefined) return { path, kind: 'link', mode: 0o120777, modifiedMs, content: toBytes(target) };
  if (content === undefined)
    return { path: `${path}/`, kind: 'directory', mode: 0o040000 + permissions, modifiedMs, content: new Uint8Array() };
  return { path, kind: 'file', mode: 0o100000 + permissions, modifiedMs, content };
}

function sized({ path, content, target, store }: Item): Sized {
  if (target !== undefined) return { path: pathOf(path), kind: 'link', packedSize: toBytes(target).length };
  if (content === undefined) return { path: pathOf(path), kind: 'directory', packedSize: 0 };
  const packed = store === true ? toBytes(content) : deflateRawSync(content);
  return { path: pathOf(path), kind: 'file', packedSize: packed.length };
}

test('what goes in comes out', async () => {
  await fc.assert(
    fc.asyncProperty(items, async (all) => {
      const found = await unpack(singlePart(await packZip(all), 'site.zip'));
      expect(found).toHaveLength(all.length);
      expect(found).toMatchObject(all.map(expected));
    }),
    { numRuns: 200 },
  );
});

test('an archive is at most as large as was said, and not much smaller', async () => {
  await fc.assert(
    fc.asyncProperty(items, async (all) => {
      const { length } = await packZip(all);
      const limit = zipSizeLimit(all.map(sized));
      expect(limit).toBeGreaterThanOrEqual(length);
      expect(limit - length).toBeLessThanOrEqual(76 + 80 * all.length);
    }),
  );
});
