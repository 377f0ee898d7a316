// The places of a JPA archive.
import { Surveyor, type Layout, type Range } from './layout.ts';

/** @param start where the signature lies */
export function jpaLayout(bytes: Uint8Array, start: number): Layout {
  const surveyor = new Surveyor(bytes);
  surveyor.mark('bytes before', start);
  surveyor.mark('signature', 3);
  const headerEnd = start + surveyor.u16('header length');
  surveyor.mark('version', 2);
  surveyor.mark('entry count', 4);
  surveyor.mark('totals', 8);
  while (surveyor.at < headerEnd) {
    const isParts = surveyor.u32('header extra id and length') === 0x0101504a;
    surveyor.mark(isParts ? 'part count' : '64-bit totals', surveyor.u16('header extra id and length') - 2);
  }
  const entities: Range[] = [];
  while (surveyor.left > 0) entities.push(entity(surveyor));
  return { places: surveyor.places, entities, records: [] };
}

function entity(surveyor: Surveyor): Range {
  const start = surveyor.at;
  surveyor.mark('entity signature', 3);
  const end = start + surveyor.u16('block length');
  const name = surveyor.mark('path', surveyor.u16('path length'));
  const [type] = surveyor.mark('type', 1);
  const [compression] = surveyor.mark('compression', 1);
  let packedSize = surveyor.u32('sizes');
  surveyor.u32('sizes');
  surveyor.mark('permissions', 4);
  while (surveyor.at < end) {
    const id = surveyor.u16('extra id and length');
    const length = surveyor.u16('extra id and length') - 4;
    if (id === 0x0200) packedSize = surveyor.peek32();
    surveyor.mark(id === 0x0100 ? 'mtime' : id === 0x0200 ? '64-bit sizes' : 'unknown extra', length);
  }
  const isNoise = new TextDecoder().decode(name).includes('noise');
  const data = compression === 0 ? 'stored data' : isNoise ? 'deflated data that does not shrink' : 'deflated data';
  surveyor.mark(type === 2 ? 'link target' : data, packedSize);
  return { start, end: surveyor.at };
}
