// Where a Firefox may be on this machine. Plain JavaScript, because `npm test` asks before anything is compiled.
import { join } from 'node:path';
import { askedFor, canRun, findProgram } from './find-chromium.mjs';

// Debian's first: where a snap stands behind `firefox`, it sees neither /tmp nor a profile there.
const names = ['firefox-esr', 'firefox'];

/** FIREFOX_PATH, or a Firefox in one of the usual places, or undefined. */
export function findFirefox() {
  return askedFor('FIREFOX_PATH') ?? findProgram(...names) ?? usualPlaces().find(canRun);
}

function usualPlaces() {
  if (process.platform === 'darwin')
    return ['/Applications', join(process.env.HOME ?? '', 'Applications')].map((folder) =>
      join(folder, 'Firefox.app/Contents/MacOS/firefox'),
    );
  if (process.platform !== 'win32') return [];
  return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Mozilla Firefox/firefox.exe'));
}
