// The programs that people unpack archives with, for tests that ask them what they make of ours.
import { TestRunner } from 'vitest';
import { findProgram } from './find-chromium.mjs';

/**
 * The file of the program; called in a test. Where there is none the test is skipped, with a line that says why; in
 * continuous integration it fails.
 */
export function toolOrSkip(name: string, debianPackage: string): string {
  const file = findProgram(name);
  if (file !== undefined) return file;
  const reason = `${name} is missing; on Debian it is in the package ${debianPackage}`;
  if ((process.env['CI'] ?? '') === '') TestRunner.getCurrentTest()?.context.skip(reason);
  throw new Error(reason);
}

/** What tests a ZIP, and says of a good one. */
export const zipTesters = [
  { program: 'unzip', debianPackage: 'unzip', args: ['-t'], says: 'No errors detected' },
  { program: '7z', debianPackage: 'p7zip-full', args: ['t'], says: 'Everything is Ok' },
  { program: 'python3', debianPackage: 'python3', args: ['-m', 'zipfile', '-t'], says: 'Done testing' },
] as const;
