// Run by `npm test` before the tests: a Chromium must be there, for a missing browser must not pass for a passed test.
// On Debian as root what is missing is installed; elsewhere one line says how to get it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, findProgram } from './find-chromium.mjs';

const isLinux = process.platform === 'linux';

/** Debian packages that are still wanted. Xvfb and xdotool answer the real folder dialog, which only tests on Linux do. */
function missingPackages() {
  const packages = [];
  if (findChromium() === undefined) packages.push('chromium');
  if (isLinux && findProgram('Xvfb') === undefined) packages.push('xvfb');
  if (isLinux && findProgram('xdotool') === undefined) packages.push('xdotool');
  return packages;
}

function aptInstall(packages) {
  console.log(`Installing ${packages.join(', ')} for the browser tests.`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
}

function mayInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

function howToGet(packages) {
  if (!isLinux) return 'install Chrome from https://www.google.com/chrome/, or name a Chromium in CHROMIUM_PATH.';
  return `install ${packages.join(', ')} (Debian: sudo apt-get install ${packages.join(' ')}).`;
}

function install() {
  let missing = missingPackages();
  if (missing.length > 0 && mayInstall()) {
    aptInstall(missing);
    missing = missingPackages();
  }
  if (missing.includes('chromium')) {
    console.error(`The browser tests need a Chromium: ${howToGet(missing)}`);
    process.exitCode = 1;
  } else if (missing.length > 0) {
    console.error(`Tests with the real folder dialog will be skipped: ${howToGet(missing)}`);
  }
}

try {
  install();
} catch (error) {
  // What went wrong is in apt-get's own words above, or in the error's one sentence; a stack would add nothing.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
