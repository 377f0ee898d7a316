// Beside a fuzzer that may hang: where a number has not moved for ten seconds, its process is ended, and what it was at is told.
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const patienceMs = 10_000;
const numbers = new Int32Array(workerData.memory);
let last = numbers[0];
let since = performance.now();

setInterval(() => {
  if (numbers[0] !== last) {
    last = numbers[0];
    since = performance.now();
  } else if (performance.now() - since > patienceMs) {
    writeSync(2, `hangs: npm run fuzz -- --seed ${workerData.seed} --only ${last}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);
