// Where a Chromium may be on this machine. Plain JavaScript, because `npm test` asks before anything is compiled.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const apps = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The file of the first program of one of these names on the PATH, or undefined. */
export function findProgram(...wanted) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  const files = wanted.flatMap((name) =>
    folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))),
  );
  return files.find(canRun);
}

/** CHROMIUM_PATH, or a Chromium or Chrome in one of the usual places, or undefined. */
export function findChromium() {
  return askedFor('CHROMIUM_PATH') ?? findProgram(...names) ?? usualPlaces().find(canRun);
}

/**
 * The program that this environment variable names, or undefined where it is not set. One that leads nowhere is an error
 * rather than a reason to test another browser than the one asked for.
 */
export function askedFor(variable) {
  const asked = process.env[variable];
  if (asked === undefined || asked === '') return undefined;
  if (!canRun(asked)) throw new Error(`${variable} names ${asked}, which cannot be run.`);
  return asked;
}

function usualPlaces() {
  if (process.platform === 'darwin')
    return ['/Applications', join(process.env.HOME ?? '', 'Applications')].flatMap((folder) =>
      apps.map((app) => join(folder, app)),
    );
  if (process.platform !== 'win32') return [];
  return [process.env.LOCALAPPDATA, process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
    ]);
}

export function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
