// Waiting for what may never come to an end.

/** Is the work over by then? It goes on all the same. @throws what the work throws in that time */
export async function isOverWithin(waitMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isOver = await Promise.race([
    work.then(() => true),
    new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, waitMs, false);
    }),
  ]);
  clearTimeout(timer);
  return isOver;
}
