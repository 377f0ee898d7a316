// How well a JPS archive is sealed, where that is worse than it should be.
import type { Issue } from '../../problems/issue.ts';
import type { Derivation } from './header.ts';
import type { Keys } from './key.ts';

/** Writers use 2,500 rounds where each block has a salt of its own, and 128,000 where there is one for all. */
const fewestIterations = 1000;

export function keyIssues(derivation: Derivation | null, { hasFallenBack }: Keys): readonly Issue[] {
  if (derivation === null) return [];
  const { iterations } = derivation;
  return [
    ...(iterations < fewestIterations ? [{ kind: 'weak-key', iterations } as const] : []),
    ...(hasFallenBack ? [{ kind: 'old-key' } as const] : []),
  ];
}
