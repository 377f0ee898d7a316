// Numbers as people read them, in the user's language: sizes, counts, times. Sizes are decimal (1 MB = 1,000,000 bytes),
// as file managers and hosts show them. Words stay English, as the page is.

/** The user's languages; tests name one. */
type Locale = string | undefined;

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Making a format takes longer than using it thirty times, and a list of files needs dozens at every frame. */
interface Formats {
  readonly count: Intl.NumberFormat;
  /** Of each unit, with no digit after the point, and with at most one. */
  readonly sizes: readonly (readonly [whole: Intl.NumberFormat, exact: Intl.NumberFormat])[];
}

function formatsFor(locale: Locale): Formats {
  const size = (step: number, digits: number): Intl.NumberFormat => {
    const style = {
      style: 'unit',
      unit: sizeUnits[step] ?? 'terabyte',
      unitDisplay: step === 0 ? 'long' : 'short',
    } as const;
    return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: digits });
  };
  return { count: new Intl.NumberFormat(locale), sizes: sizeUnits.map((_, step) => [size(step, 0), size(step, 1)]) };
}

const usersFormats = formatsFor(undefined);

function formatsOf(locale: Locale): Formats {
  return locale === undefined ? usersFormats : formatsFor(locale);
}

/** "24,093" */
export function count(items: number, locale?: Locale): string {
  return formatsOf(locale).count.format(items);
}

/** "1 file", "24,093 files". English has two forms, and the page is English. */
export function counted(items: number, singular: string, plural = `${singular}s`, locale?: Locale): string {
  return `${count(items, locale)} ${items === 1 ? singular : plural}`;
}

/** "76.5 MB": three digits, so that it stands still while it grows. */
export function bytes(size: number, locale?: Locale): string {
  let value = size;
  let step = 0;
  // 999.5 would be shown as 1,000 of the smaller unit.
  while (value >= 999.5 && step < sizeUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  const isWhole = step === 0 || value >= 99.95;
  return formatsOf(locale).sizes[step]?.[isWhole ? 0 : 1].format(value) ?? '';
}

/** "15 MB/s" */
export function speed(bytesPerSecond: number, locale?: Locale): string {
  return `${bytes(Math.max(0, bytesPerSecond), locale)}/s`;
}

/** "61%", rounded down: 100 % is said of what is finished only. */
export function percent(fraction: number, locale?: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(wholePercent(fraction) / 100);
}

export function wholePercent(fraction: number): number {
  return Math.floor(Math.min(1, Math.max(0, fraction)) * 100 + 1e-9);
}

/** "16 seconds", "4 min 10 s", "2 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.round(Math.max(0, ms) / 1000);
  if (seconds < 1) return 'less than a second';
  if (seconds < 60) return counted(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const rest = minutes % 60;
  return `${count(Math.floor(minutes / 60))} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** A time left, no finer than it can be known: "about 6 seconds", "about 4 minutes", "about 2 h 10 min". */
export function timeLeft(ms: number): string {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  if (seconds <= 10) return `about ${counted(Math.max(1, seconds), 'second')}`;
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${counted(Math.max(1, minutes), 'minute')}`;
  return `about ${duration(Math.round(minutes / 10) * 600_000)}`;
}

/** "20 Nov 2026, 14:05" in the user's language and time zone. */
export function dateTime(ms: number, locale?: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** "14 Nov 2023, 22:13:20 UTC" */
export function dateTimeUtc(ms: number, locale?: Locale): string {
  const style = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale, style).format(ms)} UTC`;
}
