// The keyboard, key by key, and what the tree shows after it.
import { beforeEach, describe, expect, test } from 'vitest';
import { TreeView } from '../../../src/ui/tree/tree-view.svelte.ts';
import { nodeOf, treeOf } from './tables.ts';

// a/ (b/ (deep), one), c/ (two), empty/, index.php, install.txt, Zoo
const paths = ['a/b/deep', 'a/one', 'c/two', 'empty/', 'index.php', 'install.txt', 'Zoo'];
let view: TreeView;
let nowMs = 0;

beforeEach(() => {
  view = new TreeView(treeOf(...paths));
  nowMs += 10_000;
});

function press(...keys: readonly string[]): unknown {
  let done: unknown;
  for (const key of keys)
    done = view.press({ key, ctrlKey: false, metaKey: false, altKey: false } as KeyboardEvent, 3, (nowMs += 100));
  return done;
}

const names = (): readonly string[] => Array.from(view.rows, (node) => view.tree.nameOf(node));
const active = (): string => view.tree.nameOf(view.rows[view.activeRow] ?? -1);

test('at first, the top folders are closed', () => {
  expect(names()).toEqual(['a', 'c', 'empty', 'index.php', 'install.txt', 'Zoo']);
  expect(active()).toBe('a');
});

test('a lone folder at the top is open, and the lone folder in it', () => {
  view = new TreeView(treeOf('public_html/site/a', 'public_html/site/b'));
  expect(names()).toEqual(['public_html', 'site', 'a', 'b']);
});

describe('keys:', () => {
  test.each<[readonly string[], string]>([
    [['ArrowDown'], 'c'],
    [['ArrowDown', 'ArrowUp'], 'a'],
    [['ArrowUp'], 'a'],
    [['End'], 'Zoo'],
    [['End', 'ArrowDown'], 'Zoo'],
    [['End', 'Home'], 'a'],
    [['PageDown'], 'empty'],
    [['PageDown', 'PageDown', 'PageDown', 'PageDown'], 'Zoo'],
    [['End', 'PageUp'], 'index.php'],
    [['ArrowRight'], 'a'],
    [['ArrowRight', 'ArrowRight'], 'b'],
    [['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight'], 'deep'],
    [['ArrowRight', 'ArrowRight', 'ArrowLeft'], 'a'],
    [['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft'], 'a'],
    [['End', 'ArrowLeft'], 'Zoo'],
    [['End', 'ArrowRight'], 'Zoo'],
  ])('%j lead to %s', (keys, name) => {
    press(...keys);
    expect(active()).toBe(name);
  });

  test('Right opens and Left closes, and each but once', () => {
    press('ArrowRight');
    expect(names().slice(0, 3)).toEqual(['a', 'b', 'one']);
    press('ArrowLeft');
    expect(names().slice(0, 2)).toEqual(['a', 'c']);
    expect(press('ArrowLeft')).toBe(false);
  });

  test('an empty folder has nothing to open', () => {
    press('ArrowDown', 'ArrowDown');
    expect(press('ArrowRight')).toBe(false);
  });

  test('* opens all folders beside the active one, and it', () => {
    press('*');
    expect(names()).toEqual(['a', 'b', 'one', 'c', 'two', 'empty', 'index.php', 'install.txt', 'Zoo']);
  });

  test('Enter opens and closes a folder, and asks for a file', () => {
    press('Enter');
    expect(names().slice(0, 2)).toEqual(['a', 'b']);
    press('Enter');
    expect(names().slice(0, 2)).toEqual(['a', 'c']);
    expect(press('End', 'Enter')).toEqual({ asks: 'open', node: nodeOf(view.tree, 'Zoo') });
  });

  test('Space ticks', () => {
    expect(press('ArrowDown', ' ')).toEqual({ asks: 'tick', node: nodeOf(view.tree, 'c') });
  });

  test('Tab, Escape and what is pressed with Control are left to the browser', () => {
    expect([press('Tab'), press('Escape'), press('F5'), press('Shift')]).toEqual([false, false, false, false]);
    expect(view.press({ key: 'a', ctrlKey: true, metaKey: false, altKey: false } as KeyboardEvent, 3)).toBe(false);
  });
});

describe('letters', () => {
  test.each<[readonly string[], string]>([
    [['i'], 'index.php'],
    [['i', 'i'], 'install.txt'],
    [['i', 'i', 'i'], 'index.php'],
    [['i', 'n', 's'], 'install.txt'],
    [['z'], 'Zoo'],
    [['Z', 'o'], 'Zoo'],
    [['x'], 'a'],
    [['d'], 'a'],
  ])('%j lead to %s', (letters, name) => {
    press(...letters);
    expect(active()).toBe(name);
  });

  test('typed after a pause begin another name', () => {
    press('i', 'n');
    nowMs += 5_000;
    press('c');
    expect(active()).toBe('c');
  });

  test('may have a space among them', () => {
    view = new TreeView(treeOf('my file', 'my other file', 'x'));
    expect(press('m', 'y', ' ', 'o')).toBe(true);
    expect(active()).toBe('my other file');
  });
});

test('a space that continues no name ticks, however fast it comes', () => {
  expect(press('i', ' ')).toEqual({ asks: 'tick', node: nodeOf(view.tree, 'index.php') });
});

describe('a closed folder', () => {
  test('takes the active row from what was in it', () => {
    press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    view.toggleFolder(nodeOf(view.tree, 'a'));
    expect(active()).toBe('a');
  });
});

describe('a search', () => {
  test('shows what it finds as a list, and the tree again when it is over', () => {
    press('ArrowDown');
    view.search(' o');
    expect(names()).toEqual(['one', 'two', 'Zoo']);
    expect(active()).toBe('one');
    press('ArrowDown');
    expect(active()).toBe('two');
    view.search('');
    expect(active()).toBe('c');
  });

  test('of nothing but spaces is none', () => {
    view.search('  ');
    expect(view.found).toBeNull();
  });

  test('has rows that no key opens or leaves', () => {
    view.search('b');
    expect([press('ArrowRight'), press('ArrowLeft')]).toEqual([false, false]);
  });

  test('is left by Enter on a folder, which is open then where it lies', () => {
    view.search('b');
    press('Enter');
    expect(view.query).toBe('');
    expect(names().slice(0, 4)).toEqual(['a', 'b', 'deep', 'one']);
    expect(active()).toBe('b');
  });

  test('that finds nothing has no row, and no key does anything', () => {
    view.search('nowhere');
    expect([view.rows.length, press('ArrowDown'), press(' '), press('Enter')]).toEqual([0, false, false, false]);
  });
});
