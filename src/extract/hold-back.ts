// Where work that takes its time can be held up: between the pieces of a file, and between links.
import type { Job } from './job.ts';

/** A pause, a hold, and the rest that gentle mode takes once a step has lasted long enough. @throws the reason of a stop */
export async function holdBack({ control, pacer }: Pick<Job, 'control' | 'pacer'>): Promise<void> {
  await control.gate();
  if (pacer.isStepOver) await pacer.rest();
}
