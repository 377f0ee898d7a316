// C-07: a small backup that becomes a very large one is asked about before anything is written.
import { expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

test('what unpacks to a thousand times its size is extracted only if the user says so', async () => {
  await makeShots();
  const content = writeJpa({ entries: [{ path: 'zeros.bin', content: new Uint8Array(101_000_000) }] });
  const { run, written } = await newRun();
  await run.chooseFiles([{ name: 'site.jpa', content }]);
  await run.reaches('ready');
  await run.extract();
  await run.says('This backup becomes 101 MB');
  await show(run, 'expansion');
  await run.button('Do not extract it').click();
  expect(await written()).toEqual({});

  await run.extract();
  await run.button('Extract it all the same').click();
  await run.reaches('done');
  expect(Object.keys(await written())).toEqual(['zeros.bin']);
});
