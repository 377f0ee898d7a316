// What is asked of a folder: a name for each class of odd names in the plan, and for nothing else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan, type Plan } from '../../src/plan/make-plan.ts';
import { classesOf } from '../../src/plan/name-classes.ts';
import { foldedName } from '../../src/plan/name-key.ts';
import { hasTwins, questionsFor } from '../../src/plan/name-questions.ts';
import { entry, indexWith, planOf } from './entries.ts';

const probesOf = (...paths: string[]): string[] => [...questionsFor(planOf(paths)).probes].sort();

describe('the classes of a name', () => {
  test.each([
    ['index', []],
    ['index.php', ['x.php']],
    ['a.tar.GZ', ['x.gz']],
    ['.htaccess', ['.htaccess', '.x']],
    ['a:b', ['x:x']],
    ['a b', []],
    ['a ', ['x ']],
    ['~$report.docx', ['x$x', 'x.docx', 'x~x', '~$x']],
    ['...', ['...', '..x', 'x.']],
    ['con', ['con']],
    ['AUX.h', ['aux', 'x.h']],
    ['Thumbs.db', ['thumbs.db', 'x.db']],
    ['PROGRA~1', ['unstow~1', 'x~x']],
    ['in\u200bdex', ['x\u200bx']],
    ['μετάφραση', []],
    ['__proto__', ['__x', 'x_']],
  ])('%j', (name, probes) => {
    expect(
      classesOf(name)
        .map(({ probe }) => probe)
        .sort(),
    ).toEqual(probes);
  });
});

test('each class of a plan is asked for once, folders and files alike', () => {
  expect(probesOf('a.php', 'b.php', 'a?/c.php', 'a?/d.ini/')).toEqual(['x.ini', 'x.php', 'x?', 'x?x']);
});

test('what concerns most names is asked first', () => {
  const paths = ['a.x', ...Array.from({ length: 3 }, (_, number) => `${number}.y`)];
  expect(questionsFor(planOf(paths)).probes[0]).toBe('x.y');
});

test('N-08: a NUL is in no question', () => {
  expect(probesOf('existing.txt\0zzz', '\0').join('')).not.toContain('\0');
});

describe('twins are known before a folder is', () => {
  test.each([
    [['a', 'b', 'a/c'], false],
    [['a', 'a'], false],
    [['a', 'A'], true],
    [['Docs/a', 'docs/b'], true],
    [['foo', 'Foo/x'], true],
    [['é', 'e\u0301'], true],
    [[`${'a/'.repeat(300)}x`], false],
  ])('%j', (paths, expected) => {
    expect(hasTwins(planOf(paths))).toBe(expected);
  });
});

test('whatever the names, twins are known wherever a folder would rename one of them', () => {
  const segment = fc.constantFrom('a', 'A', 'b', 'é', 'e\u0301', 'É', 'ｂ');
  const somePath = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
  fc.assert(
    fc.property(fc.array(somePath, { maxLength: 6 }), (paths) => {
      const renamed = ({ issues }: Plan): number => issues.filter(({ kind }) => kind === 'renamed').length;
      const index = indexWith(paths.map((path) => entry(path)));
      const plan = makePlan(index);
      const worst = makePlan(index, { refuses: () => false, key: foldedName, policy: 'side-zip' });
      if (renamed(worst) > renamed(plan)) expect(hasTwins(plan)).toBe(true);
    }),
  );
});
