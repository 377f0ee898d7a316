// One member as TAR has it: what a header needs and the size of the archive depends on.
import type { SafePath } from '../../plan/safe-path.ts';

interface Placed {
  readonly path: SafePath;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

export type TarMember =
  | (Placed & { readonly kind: 'file'; readonly size: number })
  | (Placed & { readonly kind: 'directory' })
  | (Placed & { readonly kind: 'link'; readonly target: string });

/** The path as one text, that of a directory with a `/` behind it. */
export function nameOf({ path, kind }: TarMember): string {
  return path.join('/') + (kind === 'directory' ? '/' : '');
}

/** Bytes of data behind the header: only files have any. */
export function sizeOf(member: TarMember): number {
  return member.kind === 'file' ? member.size : 0;
}

/**
 * A time in seconds, as a pax record has it: exact to the nanosecond, without zeros at the end, a minus before all of it
 * (-1.5 is a second and a half before 1970).
 * @throws Error where that is no moment a `Date` can be.
 */
export function secondsText(ms: number): string {
  if (Number.isNaN(new Date(ms).getTime())) throw new Error(`${ms} is no time`);
  // Digits are moved and not divided: most thousandths are no number of base two.
  const [whole = '', fraction = ''] = Math.abs(ms).toFixed(6).split('.');
  const digits = whole.padStart(4, '0') + fraction;
  const seconds = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
  return ms < 0 && seconds !== '0' ? `-${seconds}` : seconds;
}
