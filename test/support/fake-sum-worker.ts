// A thread that sums short files, and answers when the test says so.
import { inflateRoom, sumShortFiles } from '../../src/decode/short-file.ts';
import type { SumAnswer, SumOrder } from '../../src/extract/sum-messages.ts';

export class FakeWorker extends EventTarget {
  static readonly started: FakeWorker[] = [];
  static mayStart = true;
  readonly orders: SumOrder[] = [];
  hasEnded = false;

  constructor() {
    super();
    if (!FakeWorker.mayStart) throw new DOMException('forbidden', 'SecurityError');
    FakeWorker.started.push(this);
  }

  postMessage(order: SumOrder): void {
    this.orders.push(structuredClone(order));
  }

  terminate(): void {
    this.hasEnded = true;
  }

  /** Answers the oldest order. */
  answer(): void {
    const order = this.orders.shift();
    if (order === undefined) throw new Error('nothing was asked');
    const { number, bytes } = order;
    this.say({ number, sums: sumShortFiles(order, inflateRoom()), bytes });
  }

  say(data: SumAnswer): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}
