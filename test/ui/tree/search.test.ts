import { expect, test } from 'vitest';
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
