// A file of a backup that cannot be read from some place on, as one whose disk is failing, or was taken out.

export class FailingFile extends File {
  /** Bytes. */
  failsFrom = Infinity;

  override slice(start = 0, end = this.size, type?: string): Blob {
    const piece = super.slice(start, end, type);
    if (end <= this.failsFrom) return piece;
    const error = new DOMException('changed', 'NotReadableError');
    Object.defineProperty(piece, 'stream', {
      value: () =>
        new ReadableStream({
          type: 'bytes',
          pull(controller) {
            controller.error(error);
          },
        }),
    });
    return piece;
  }
}
