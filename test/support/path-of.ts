// A safe path from text that is known to be one, for tests of what comes after the plan.
import { safePath, type SafePath } from '../../src/plan/safe-path.ts';

export function pathOf(text: string): SafePath {
  const verdict = safePath(text, 'jpa');
  if (verdict.is !== 'safe' || verdict.change !== null) throw new Error(`${JSON.stringify(text)} is not safe as it is`);
  return verdict.path;
}
