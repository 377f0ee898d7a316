// By what a plan is known again. Steps are kept by their numbers alone: a journal of one plan must never steer another.
import { crc32 } from '../bytes/crc32.ts';
import type { Plan, Step } from '../plan/make-plan.ts';
import type { PlanPrint } from './saved-run.ts';

const encoder = new TextEncoder();

/** The steps by their numbers: what goes aside stands behind what goes into the folder. */
export function keptSteps({ steps, aside }: Plan): readonly Step[] {
  return aside.length === 0 ? steps : [...steps, ...aside];
}

export function printOf(steps: readonly Step[]): PlanPrint {
  let sum = 0;
  for (const { kind, path, entry } of steps)
    sum = crc32(encoder.encode(`${kind}\0${path.join('/')}\0${entry.size}\n`), sum);
  return { stepCount: steps.length, crc32: sum };
}

export function isSamePrint(a: PlanPrint, b: PlanPrint): boolean {
  return a.stepCount === b.stepCount && a.crc32 === b.crc32;
}
