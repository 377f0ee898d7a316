// Long text as a file for a download, gathered in slices: a line is a few bytes, and there may be a million.

/** Characters. */
const sliceLength = 256 * 1024;

/** @param type of the content, as browsers name them */
export function textBlob(lines: Iterable<string>, type: string): Blob {
  const slices: Blob[] = [];
  let slice = '';
  for (const line of lines) {
    slice += line;
    if (slice.length < sliceLength) continue;
    slices.push(new Blob([slice]));
    slice = '';
  }
  return new Blob([...slices, slice], { type });
}
