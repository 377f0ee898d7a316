// pako's decoder, made ready for one stream after the other. zlibInflateReset does that too, but gives it two new tables of
// 6 kB each time, for a file of a few bytes too: over thousands of files the browser held 20 MB more.
import { zlibInflateInit2, ZStream } from 'pako';

/** zlib's own number for a raw stream with a window of 32 KiB, the most there is. */
export const rawWindowBits = -15;

/** What zlibInflateReset (pako 3.0.3) sets back, by zlib's own names; the tables are filled anew where a stream has some. */
interface InflateState {
  total: number;
  wsize: number;
  whave: number;
  wnext: number;
  mode: number;
  last: number;
  havedict: number;
  flags: number;
  dmax: number;
  head: unknown;
  hold: number;
  bits: number;
  lencode: Int32Array;
  readonly lendyn: Int32Array;
  distcode: Int32Array;
  readonly distdyn: Int32Array;
  sane: number;
  back: number;
}

function isInflateState(value: unknown): value is InflateState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'lendyn' in value &&
    value.lendyn instanceof Int32Array &&
    'distdyn' in value &&
    value.distdyn instanceof Int32Array
  );
}

export class ReusableInflater {
  readonly stream = new ZStream();
  readonly #state: InflateState;
  readonly #firstMode: number;

  constructor() {
    zlibInflateInit2(this.stream, rawWindowBits);
    const state: unknown = this.stream.state;
    if (!isInflateState(state)) throw new Error('not the pako that this was written for');
    this.#state = state;
    this.#firstMode = state.mode;
  }

  /** Ready for another stream, whatever became of the one before. */
  reset(): void {
    const { stream } = this;
    const state = this.#state;
    stream.total_in = stream.total_out = state.total = 0;
    stream.msg = '';
    state.wsize = state.whave = state.wnext = 0;
    state.mode = this.#firstMode;
    state.last = 0;
    state.havedict = 0;
    state.flags = -1;
    state.dmax = 32768;
    state.head = null;
    state.hold = 0;
    state.bits = 0;
    state.lencode = state.lendyn;
    state.distcode = state.distdyn;
    state.sane = 1;
    state.back = -1;
  }
}
