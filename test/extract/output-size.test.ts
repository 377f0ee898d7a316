// How large one output may come to be, told beforehand: never too little.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { endOfStreams, mostAdded } from '../../src/decode/continued-stream.ts';
import { headerLength } from '../../src/decode/decode-chunks.ts';
import { outputSize } from '../../src/extract/output-size.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { readIndex } from '../archive/open-any.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJps } from '../support/write-jps.ts';
import { packSession } from './pack-session.ts';
import { fileOf, opened } from './session-files.ts';

test.each(['zip', 'tar'] as const)('a .%s of a JPS that does not deflate is no larger', async (format) => {
  const content = randomBytes(1_300_000);
  const entries = [
    { path: 'long.bin', content },
    { path: 'short.bin', content: content.subarray(0, 90_000) },
    { path: 'only.bin', content: content.subarray(0, 700) },
  ];
  const archive = writeJps({ entries, chunkSize: 1000 });
  const plan = makePlan(await readIndex(singlePart(archive)));
  const made = await packSession(await opened([fileOf('site.jps', archive)], ''), format);
  expect(made.length).toBeLessThanOrEqual(outputSize(format, plan));
});

test('chunks are joined with less than stands in front of each', () => {
  expect(mostAdded + endOfStreams().length).toBeLessThanOrEqual(headerLength);
});
