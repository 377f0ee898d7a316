// What a folder refuses of a backup, in numbers, so that the user can choose before anything is written.
import type { RefusedSummary, RefusalReason } from './folder-rules.ts';
import type { Plan, Step } from './make-plan.ts';
import { classesOf } from './name-classes.ts';
import { isTooLong } from './folder-rules.ts';

const mostExamples = 4;
const mostReasons = 5;

/** @param aside of the plan that puts aside what is refused. @returns null where nothing is */
export function summaryOf({ aside }: Plan, refuses: (name: string) => boolean): RefusedSummary | null {
  if (aside.length === 0) return null;
  const reasons = new Map<string, { readonly reason: RefusalReason; count: number }>();
  let size = 0;
  for (const step of aside) {
    size += step.entry.size;
    const reason = reasonOf(step, refuses);
    const known = reasons.get(JSON.stringify(reason));
    if (known === undefined) reasons.set(JSON.stringify(reason), { reason, count: 1 });
    else known.count += 1;
  }
  return {
    count: aside.length,
    fileCount: aside.filter(({ kind }) => kind === 'file').length,
    size,
    examples: aside.slice(0, mostExamples).map(({ entry }) => entry.path),
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, mostReasons),
  };
}

/** Of several, the first: of the outermost component, and of what its name shows. */
function reasonOf({ path }: Step, refuses: (name: string) => boolean): RefusalReason {
  const name = path.find((component) => refuses(component));
  if (name === undefined) return { of: 'depth', text: '' };
  const refused = classesOf(name).find(({ probe }) => refuses(probe));
  if (refused === undefined) return isTooLong(name) ? { of: 'length', text: '' } : { of: 'name', text: name };
  switch (refused.oddity) {
    case 'device':
    case 'short-name':
    case 'whole':
      return { of: 'name', text: name };
    case 'character':
    case 'start':
    case 'end':
    case 'extension':
      return { of: refused.oddity, text: refused.text };
    default:
      return refused.oddity satisfies never;
  }
}
