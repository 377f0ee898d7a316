import { describe, expect, test } from 'vitest';
import { staysInside } from '../../src/plan/link-target.ts';
import { pathOf } from '../support/path-of.ts';

describe('a link to this stays inside', () => {
  test.each([
    ['index.php', 'link'],
    ['a/b/c', 'link'],
    ['./a', 'link'],
    ['a//b/', 'link'],
    ['.', 'link'],
    ['..a/b..', 'link'],
    ['...', 'link'],
    ['..', 'a/link'],
    ['../images/photo.bin', 'docs/link'],
    ['.././/../x', 'a/b/link'],
    ['../../..', 'a/b/c/link'],
    ['-rf', 'link'],
    ['a\nb', 'link'],
  ])('%j at %j', (target, path) => {
    expect(staysInside(pathOf(path), target)).toBe(true);
  });
});

describe('a link to this may lead elsewhere', () => {
  test.each([
    ['', 'a/link'],
    ['/', 'a/link'],
    ['/etc/passwd', 'a/link'],
    ['//server/share', 'a/link'],
    ['..', 'link'],
    ['./..', 'link'],
    ['.//../x', 'link'],
    ['../..', 'a/link'],
    ['../../../..', 'a/b/c/link'],
    ['a/..', 'a/link'],
    ['a/./..', 'a/link'],
    ['../a/../b', 'a/b/link'],
    ['a/../../..', 'a/link'],
    ['..\\x', 'a/b/link'],
    ['a\\b', 'a/link'],
    ['a\0b', 'a/link'],
    ['..\0', 'a/link'],
  ])('%j at %j', (target, path) => {
    expect(staysInside(pathOf(path), target)).toBe(false);
  });
});
