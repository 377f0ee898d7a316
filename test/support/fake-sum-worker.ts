// A thread that sums short files, and answers when the test says so.
import { inflateRoom, sumShortFiles, type ShortFiles } from '../../src/decode/short-file.ts';

export class FakeWorker extends EventTarget {
  static readonly started: FakeWorker[] = [];
  static mayStart = true;
  readonly orders: ShortFiles[] = [];
  hasEnded = false;

  constructor() {
    super();
    if (!FakeWorker.mayStart) throw new DOMException('forbidden', 'SecurityError');
    FakeWorker.started.push(this);
  }

  postMessage(order: ShortFiles): void {
    this.orders.push(structuredClone(order));
  }

  terminate(): void {
    this.hasEnded = true;
  }

  /** Answers the oldest order. */
  answer(): void {
    const order = this.orders.shift();
    if (order === undefined) throw new Error('nothing was asked');
    const data = { sums: sumShortFiles(order, inflateRoom()), bytes: order.bytes };
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}
