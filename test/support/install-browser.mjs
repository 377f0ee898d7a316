// Run by `npm test` before the tests: a Chromium must be there, for a missing browser must not pass for a passed test.
// On Debian as root what is missing is installed; elsewhere one line says how to get it, and which tests go without it.
// Where CI is set nothing may be missing.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, findProgram } from './find-chromium.mjs';
import { findFirefox } from './find-firefox.mjs';

const isLinux = process.platform === 'linux';

const otherPrograms = ['other archive programs'];

/** What tests ask for, by its Debian package: is it there, and what goes untested without it? Without Chromium nothing runs. */
const wanted = [
  { name: 'chromium', isThere: () => findChromium() !== undefined, tests: [] },
  { name: 'firefox-esr', isThere: () => findFirefox() !== undefined, tests: ['Firefox'] },
  // WebKitGTK, and a real folder dialog with what answers it, are there on Linux only.
  ...(isLinux
    ? [
        program('webkit2gtk-driver', 'WebKitWebDriver', ['WebKit']),
        program('xvfb', 'Xvfb', ['WebKit', 'the real folder dialog']),
        program('xdotool', 'xdotool', ['the real folder dialog']),
      ]
    : []),
  // What the page writes is read by programs that are not ours.
  program('unzip', 'unzip', otherPrograms),
  program('p7zip-full', '7z', otherPrograms),
  program('libarchive-tools', 'bsdtar', otherPrograms),
  program('busybox', 'busybox', otherPrograms),
  program('python3', 'python3', otherPrograms),
  // Exported databases are imported into a real server. Without the package that makes it a service of the machine.
  program('mariadb-server-core', 'mariadbd', ['MariaDB']),
  program('mariadb-client-core', 'mariadb', ['MariaDB']),
];

function program(name, file, tests) {
  return { name, isThere: () => findProgram(file) !== undefined, tests };
}

function missing() {
  return wanted.filter(({ isThere }) => !isThere());
}

function aptInstall(packages) {
  console.log(`Installing ${packages.join(', ')} for the tests.`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  // One by one: a name this Debian does not know must not keep the others away. Who is still missing is told at the end.
  for (const name of packages)
    try {
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
    } catch {
      console.error(`${name} could not be installed.`);
    }
}

function mayInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

function howToGet(packages) {
  if (isLinux) return `install ${packages.join(', ')} (Debian: sudo apt-get install ${packages.join(' ')})`;
  if (!packages.includes('chromium')) return `install ${packages.join(', ')}`;
  return 'install Chrome from https://www.google.com/chrome/, or name a Chromium in CHROMIUM_PATH';
}

function install() {
  if (missing().length > 0 && mayInstall()) aptInstall(missing().map(({ name }) => name));
  const still = missing();
  if (still.length === 0) return;
  const names = still.map(({ name }) => name);
  const untested = [...new Set(still.flatMap(({ tests }) => tests))];
  const isCi = (process.env.CI ?? '') !== '';
  if (names.includes('chromium')) console.error(`The browser tests need a Chromium: ${howToGet(names)}.`);
  else if (isCi) console.error(`Every test has to run here: ${howToGet(names)}.`);
  else console.error(`Tests with ${untested.join(', ')} will be skipped: ${howToGet(names)}.`);
  if (names.includes('chromium') || isCi) process.exitCode = 1;
}

try {
  install();
} catch (error) {
  // What went wrong is in apt-get's own words above, or in the error's one sentence; a stack would add nothing.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
