// How names are compared: as a person would, "img2" before "img10", whatever their case and accents. Not by Intl.Collator, which
// takes a second and more for the hundred thousand names that one folder may hold.

const zero = 48;
const nine = 57;

/** The letters of a text without case, accents and other marks: what is sorted and searched by. */
export function folded(text: string): string {
  if (/^[\0-\x7F]*$/.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Compares folded names. 0 for those that differ in nothing but the zeros before a number. */
export function compareNaturally(a: string, b: string): number {
  let left = 0;
  let right = 0;
  while (left < a.length && right < b.length) {
    const one = a.charCodeAt(left);
    const other = b.charCodeAt(right);
    if (isDigit(one) && isDigit(other)) {
      left = skipZeros(a, left);
      right = skipZeros(b, right);
      const leftEnd = numberEnd(a, left);
      const rightEnd = numberEnd(b, right);
      if (leftEnd - left !== rightEnd - right) return leftEnd - left - (rightEnd - right);
      for (; left < leftEnd; left += 1, right += 1) {
        const difference = a.charCodeAt(left) - b.charCodeAt(right);
        if (difference !== 0) return difference;
      }
    } else if (one === other) {
      left += 1;
      right += 1;
    } else return one - other;
  }
  return a.length - left - (b.length - right);
}

/** The order of the names, as positions among them. What is the same in every respect keeps its order. */
export function naturalOrder(names: readonly string[]): readonly number[] {
  const keys = names.map(folded);
  return Array.from(names.keys()).sort((a, b) => {
    const order = compareNaturally(keys[a] ?? '', keys[b] ?? '');
    return order === 0 ? compareText(names[a] ?? '', names[b] ?? '') : order;
  });
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

function skipZeros(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === zero) at += 1;
  return at;
}

function numberEnd(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}
