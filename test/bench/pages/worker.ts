import { expose } from 'comlink';
import { aesThroughput } from './aes.ts';
import { writeBare } from './bare.ts';
import { decodeAll } from './decode.ts';

const api = { aesThroughput, writeBare, decodeAll };

export type BenchWorkerApi = typeof api;

expose(api);
