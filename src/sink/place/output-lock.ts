/** The lock that a page holds while it is open. Its output files bear the page's name in front, so none is removed too soon. */
export function outputLock(page: string): string {
  return `unstow-output/${page}`;
}
