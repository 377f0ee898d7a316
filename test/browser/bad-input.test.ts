// What is not a whole backup: a sentence that names the part and says what to do. No stack trace, and no waiting for ever.
import { expect, test } from 'vitest';
import { fixture, readPart } from '../support/fixtures.ts';
import { writeJpa } from '../support/write-jpa.ts';
import type { Picked, RunPage } from './run-page.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

function part(name: string): { readonly name: string; readonly content: Uint8Array } {
  return { name: name.slice(name.lastIndexOf('/') + 1), content: readPart(name) };
}

const split = fixture('split/site.jpa').parts.map(part);
const exchanged = (name: string, content: string | Uint8Array): readonly Picked[] =>
  split.map((one) => (one.name === name ? { name, content } : one));

const webPage = '<!DOCTYPE html><html><head><title>403 Forbidden</title></head><body>Forbidden</body></html>';
const otherBackup = writeJpa({
  entries: [{ path: 'other.bin', content: new Uint8Array(200_000).fill(7), store: true }],
});

const refusals: readonly { readonly what: string; readonly files: readonly Picked[]; readonly says: RegExp }[] = [
  {
    what: 'a file that is no archive',
    files: [{ name: 'x.jpa', content: 'x'.repeat(5000) }],
    says: /x\.jpa does not begin like a JPA, JPS or ZIP archive/,
  },
  {
    what: 'a web page saved under the name of a backup',
    files: [{ name: 'site.jpa', content: webPage }],
    says: /site\.jpa holds a web page/,
  },
  { what: 'an empty file', files: [{ name: 'site.jps', content: '' }], says: /site\.jps is empty/ },
  { what: 'an empty part', files: exchanged('site.j04', ''), says: /site\.j04 is empty/ },
  {
    what: 'a part of another backup',
    files: exchanged('site.j03', otherBackup.subarray(0, 65_536)),
    says: /site\.j03/,
  },
  {
    what: 'an unknown version',
    files: [{ name: 'new.jpa', content: writeJpa({ version: '9.7', entries: [] }) }],
    says: /9\.7/,
  },
  { what: 'a file of no known name', files: [{ name: 'holiday.txt', content: 'sun' }], says: /holiday\.txt/ },
];

test.each(refusals)('$what is refused in a sentence', async ({ files, says }) => {
  const { run, written } = await newRun();
  await run.chooseFiles(files);
  await run.says(says);
  await expectPlainWords(run);
  expect(await written()).toEqual({});
});

test('a last part cut short is named, and what is said does not pass for a whole backup', async () => {
  const { run } = await newRun();
  const last = readPart('split/site.jpa');
  await run.chooseFiles(exchanged('site.jpa', last.subarray(0, last.length - 5_000)));
  await run.says(/site\.jpa/);
  await run.reaches('failed');
  await run.says(/ends too early/);
  await expectPlainWords(run);
});

test('after a refusal the page takes another backup', async () => {
  const { run } = await newRun();
  await run.chooseFiles([{ name: 'site.jpa', content: webPage }]);
  await run.says('holds a web page');
  await run.button('Start over').click();
  await run.reaches('idle');
  await run.chooseFiles([part('site.zip')]);
  await run.reaches('ready');
});

async function expectPlainWords(run: RunPage): Promise<void> {
  expect(['idle', 'failed']).toContain(await run.state());
  expect(await run.text()).not.toMatch(/\.ts:|\.js:|\bat [\w.]+ \(|\[object|undefined|NaN|Error:/);
}
