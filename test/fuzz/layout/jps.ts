// The places of a JPS archive. What is sealed cannot be read here: of what kind the entities are, the writer says.
import { Surveyor, type Layout, type Range } from './layout.ts';

const entitySignature = 0x46504a;
const endSignature = 0x45504a;

/** @param start where the signature lies; @param kinds what the data of each entity is, in order */
export function jpsLayout(bytes: Uint8Array, start: number, kinds: readonly string[]): Layout {
  const surveyor = new Surveyor(bytes);
  surveyor.mark('bytes before', start);
  surveyor.mark('signature', 3);
  surveyor.mark('version', 2);
  surveyor.mark('spanned flag', 1);
  if (surveyor.u16('extra length') > 0) {
    surveyor.mark('key field id and length', 6);
    surveyor.mark('hash', 1);
    surveyor.mark('iterations', 4);
    const [usesSalt] = surveyor.mark('static salt flag', 1);
    surveyor.mark(usesSalt === 0 ? 'unused salt' : 'static salt', 64);
  }
  const entities = kinds.map((kind) => entity(surveyor, kind));
  surveyor.mark('end mark signature', 3);
  surveyor.mark('end mark part count', 2);
  surveyor.mark('end mark entry count', 4);
  surveyor.mark('end mark total size', 4);
  surveyor.mark('end mark packed size', 4);
  return { places: surveyor.places, entities, records: [] };
}

function entity(surveyor: Surveyor, kind: string): Range {
  const start = surveyor.at;
  surveyor.mark('entity signature', 3);
  const length = surveyor.u16('header sizes');
  surveyor.u16('header sizes');
  block(surveyor, 'sealed header', length);
  while (![entitySignature, endSignature].includes(surveyor.peek32() % 2 ** 24)) {
    const chunkLength = surveyor.u32('chunk sizes');
    surveyor.u32('chunk sizes');
    block(surveyor, kind, chunkLength);
  }
  return { start, end: surveyor.at };
}

function block(surveyor: Surveyor, what: string, length: number): void {
  const end = surveyor.at + length;
  const bytes = surveyor.mark(what, length);
  const place = surveyor.places.pop();
  if (place === undefined) throw new Error('no place');
  let cut = bytes.length - 4;
  const ends: [string, number][] = [['plain length', 4]];
  for (const [tag, size] of [
    ['JPIV', 16],
    ['JPST', 64],
  ] as const) {
    const at = cut - size - 4;
    if (at < 0 || new TextDecoder('latin1').decode(bytes.subarray(at, at + 4)) !== tag) continue;
    ends.unshift([`${tag} tag`, 4], [tag, size]);
    cut = at;
  }
  surveyor.at = end - length;
  surveyor.mark(what, cut);
  for (const [name, size] of ends) surveyor.mark(name, size);
}
