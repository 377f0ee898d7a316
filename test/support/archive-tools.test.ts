import { afterEach, expect, test, vi } from 'vitest';
import { toolOrSkip } from './archive-tools.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a missing tool fails in continuous integration, and says where it is to be had', () => {
  vi.stubEnv('CI', 'true');
  expect(() => toolOrSkip('no-such-tool', 'no-such-package')).toThrow(
    'no-such-tool is missing; on Debian it is in the package no-such-package',
  );
});
