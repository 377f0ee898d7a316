import { expect, test } from 'vitest';
import { folderToTell, slowKeyWords } from '../../src/ui/backup-words.ts';
import { found } from './support/fake-client.ts';

test('a slow key is told with its time', () => {
  const words = slowKeyWords({ iterations: 5_000_000, estimatedMs: 180_000, isPerBlock: false });
  expect(words).toContain('5,000,000 rounds');
  expect(words).toContain('about 3 minutes on this computer for each try');
});

test('one that is made for every block is told as such', () => {
  const words = slowKeyWords({ iterations: 100_000, estimatedMs: 2000, isPerBlock: true });
  expect(words).toContain('about 2 seconds for every file');
});

test('of backups of one name the folder is told, where it is known, and of others it is not', () => {
  const lying = [
    { ...found(0, 'site.jpa'), folder: 'january' },
    { ...found(1, 'SITE.JPA'), folder: 'february' },
    found(2, 'site.jpa'),
    { ...found(3, 'shop.jpa'), folder: 'march' },
  ];
  expect(lying.map((backup) => folderToTell(backup, lying))).toEqual(['january', 'february', null, null]);
});
