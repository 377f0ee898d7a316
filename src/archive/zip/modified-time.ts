// When an entry was last changed, as its ZIP record has it: exact in an extra field, else the MS-DOS date, which knows
// neither seconds of its own nor a time zone (APPNOTE 4.4.6).
import type { Entry as ZipRecord } from '@zip.js/zip.js/lib/zip-core-custom.js';

/** Milliseconds since 1970, or null where the record has no date that exists. */
export function modifiedMs(record: ZipRecord): number | null {
  // 7-Zip writes the one, Info-ZIP the other.
  const exact = record.extraFieldNTFS?.lastModDate ?? record.extraFieldExtendedTimestamp?.lastModDate;
  const time = exact?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? dosTimeMs(Number(record.rawLastModDate)) : time;
}

/** Taken as local time, as every ZIP program does. */
export function dosTimeMs(raw: number): number | null {
  const time = raw % 65_536;
  const date = Math.floor(raw / 65_536);
  const [year, month, day] = [1980 + Math.floor(date / 512), Math.floor(date / 32) % 16, date % 32];
  const [hour, minute, second] = [Math.floor(time / 2048), Math.floor(time / 32) % 64, (time % 32) * 2];
  const moment = new Date(year, month - 1, day, hour, minute, second);
  // A month 15 or a 31 February rolls over instead of failing. The hour is not compared: one in the spring does not exist.
  const exists = moment.getMonth() === month - 1 && moment.getDate() === day && hour < 24 && minute < 60 && second < 60;
  return exists ? moment.getTime() : null;
}
