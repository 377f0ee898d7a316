import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from '../../../src/ui/tree/natural-order.ts';
import { Search } from '../../../src/ui/tree/search.ts';
import { treeOf } from './tables.ts';

const tree = treeOf('images/Logo.PNG', 'images/', 'media/images.txt', 'media/café.php', 'a\u202Eb', 'media/css/x@');
const search = new Search(tree);

function found(query: string): readonly string[] {
  return Array.from(search.find(query).nodes, (node) => tree.nameOf(node));
}

test.each([
  ['logo', ['Logo.PNG']],
  ['LOGO.p', ['Logo.PNG']],
  ['images', ['images', 'images.txt', 'Logo.PNG']],
  ['CAFE', ['café.php']],
  ['cafe\u0301', ['café.php']],
  ['images/l', ['Logo.PNG']],
  ['ia/css', ['css', 'x@']],
  ['.', ['Logo.PNG', 'images.txt', 'café.php']],
  ['\u202E', ['a\u202Eb']],
  ['nowhere', []],
  ['*', []],
])('%j finds %j, names before paths', (query, names) => {
  expect(found(query)).toEqual(names);
});

test('says how many are found by their name', () => {
  expect(search.find('images').byName).toBe(2);
  expect(search.find('css').byName).toBe(1);
});

test.each([
  ['images/', ['Logo.PNG']],
  ['/', ['css', 'Logo.PNG', 'images.txt', 'café.php', 'x@']],
  ['media/c', ['css', 'café.php', 'x@']],
  ['media/css/x', ['x@']],
  ['/css/', ['x@']],
  ['a/media', []],
])('%j is found where folders meet', (query, names) => {
  expect(found(query)).toEqual(names);
});

test('agrees with whole paths, whatever is searched for', () => {
  const names = fc.constantFrom('a', 'ab', 'B', 'é', 'aa');
  const paths = fc.array(fc.array(names, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')));
  const queries = fc.array(fc.constantFrom('a', 'b', '/', 'e'), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(paths, queries, (list, letters) => {
      const query = letters.join('');
      const made = treeOf(...list);
      const whole = (ordinal: number) => folded(list[ordinal] ?? '');
      const expected = list.flatMap((_, ordinal) => (whole(ordinal).includes(query) ? [made.nodeOf(ordinal)] : []));
      const { nodes } = new Search(made).find(query);
      expect([...nodes].filter((node) => !made.isFolder(node)).sort()).toEqual(expected.sort());
    }),
  );
});

test('paths as deep as can be take no more memory than their names', () => {
  const deep = (each: number) => Array.from({ length: 254 }, (_, at) => `${each}-${at}-`.padEnd(250, 'x')).join('/');
  const large = new Search(treeOf(...Array.from({ length: 60 }, (_, each) => `${deep(each)}/f`)));
  const before = process.memoryUsage().heapUsed;
  expect(large.find('zz').nodes).toHaveLength(0);
  expect(large.find('253-xx/nothing').nodes).toHaveLength(0);
  expect(large.find('59-0-').byName).toBe(1);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64e6);
});
