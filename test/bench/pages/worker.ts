import { expose } from 'comlink';
import { aesThroughput } from './aes.ts';
import { writeBare, writeOneFile } from './bare.ts';
import { decodeAll } from './decode.ts';

const api = { aesThroughput, writeBare, writeOneFile, decodeAll };

export type BenchWorkerApi = typeof api;

expose(api);
