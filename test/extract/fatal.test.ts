// What ends the whole run: it ends once, with its reason, and with everything settled.
import { expect, test } from 'vitest';
import { MemorySink } from '../support/memory-sink.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { HookedSink, settle } from './hooked-sink.ts';
import { prepareJpa, start } from './run.ts';

const many = Array.from({ length: 500 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));

test('a bug in a sink ends the run as the bug it is', async () => {
  const bug = new TypeError('a bug');
  const sink = new HookedSink(new MemorySink(), {
    onFinish: () => {
      throw bug;
    },
  });
  const run = start(await prepareJpa(many), sink);
  await settle();
  expect(await run.end).toEqual({ error: bug });
});
