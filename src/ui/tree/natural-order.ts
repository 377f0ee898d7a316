// How names are compared: as a person would, "img2" before "img10", whatever their case and accents. Not by Intl.Collator, which
// takes a second and more for the hundred thousand names that one folder may hold.

/** The letters of a text without case, accents and other marks: what is sorted and searched by. */
export function folded(text: string): string {
  if (/^[\0-\x7F]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A text that sorts, character by character, as its name is to be sorted: numbers are led by their length. */
export function naturalKey(name: string): string {
  return folded(name).replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+/, '');
    return lengthMark(number.length) + number;
  });
}

/** The order of the names, as positions among them. What is the same in every respect keeps its order. */
export function naturalOrder(names: readonly string[]): readonly number[] {
  const keys = names.map(naturalKey);
  return Array.from(names.keys()).sort((a, b) => {
    const order = compareText(keys[a] ?? '', keys[b] ?? '');
    return order === 0 ? compareText(names[a] ?? '', names[b] ?? '') : order;
  });
}

/** Begins with a digit, so that numbers keep their place among other characters. */
function lengthMark(length: number): string {
  return length < 9 ? String(length) : `9${String.fromCharCode(length)}`;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
