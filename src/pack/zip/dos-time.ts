// Times as ZIP records hold them: the MS-DOS date of every record (APPNOTE 4.4.6), local and to two seconds, and the Unix
// seconds of the extended timestamp (extra field 5455), which are exact and know no time zone. Readers prefer the latter.

/** As far as a Date goes, in milliseconds. */
const endOfTime = 8.64e15;
const earliest = dosFields(new Date(1980, 0, 1));
const latest = dosFields(new Date(2107, 11, 31, 23, 59, 58));

/** Date in the upper 16 bits, time in the lower. What lies outside 1980 to 2107 becomes the nearest there is. */
export function dosTime(modifiedMs: number): number {
  const moment = new Date(withinTime(modifiedMs));
  if (moment.getFullYear() < 1980) return earliest;
  return moment.getFullYear() > 2107 ? latest : dosFields(moment);
}

/** Whole seconds since 1970, rounded down; null beyond 32 bits and their sign, where the MS-DOS date has to do. */
export function unixSeconds(modifiedMs: number): number | null {
  const seconds = Math.floor(withinTime(modifiedMs) / 1000);
  return seconds >= -(2 ** 31) && seconds < 2 ** 31 ? seconds : null;
}

/** What is no time at all becomes 1970, so that both fields say the same. */
function withinTime(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, -endOfTime), endOfTime);
}

function dosFields(moment: Date): number {
  const date = (moment.getFullYear() - 1980) * 512 + (moment.getMonth() + 1) * 32 + moment.getDate();
  const time = moment.getHours() * 2048 + moment.getMinutes() * 32 + Math.floor(moment.getSeconds() / 2);
  return date * 65_536 + time;
}
