// The two times of gentle mode as they are typed: seconds, empty for none.
import type { Pace } from '../extract/worker-api.ts';

/** Longer steps or rests than an hour are a slip of the finger. Seconds. */
const longest = 3600;

/** Seconds as typed; null for nothing, or for what is no time. */
function seconds(text: string): number | null {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) || value <= 0 ? null : Math.min(value, longest);
}

/** Without a longest time of work there are no steps, and so no rest. */
export function paceOf(minText: string, maxText: string): Pace | null {
  const max = seconds(maxText);
  return max === null ? null : { minStepMs: (seconds(minText) ?? 0) * 1000, maxStepMs: max * 1000 };
}

/** "Works about 20 % of the time."; null where it does not rest. */
export function paceWords(pace: Pace | null): string | null {
  if (pace === null || pace.minStepMs <= pace.maxStepMs) return null;
  return `Works about ${Math.round((pace.maxStepMs / pace.minStepMs) * 100)} % of the time, and rests in between.`;
}
