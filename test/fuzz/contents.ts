// What the seeds hold: a bit of everything small, and text like that of a site for the detection matrix, as how much of a
// damaged stream is noticed depends on what was packed.
import { Random } from './random.ts';

const words = 'app article cache config content controller data event factory field filter form helper item layout list'
  .concat(
    ' login menu model module name page plugin query request result route session state table template title user',
  )
  .split(' ');

/** Source text of about `size` bytes, the same for the same number. */
export function phpText(size: number, number: number): string {
  const random = new Random(number);
  const lines = ['<?php', "defined('_JEXEC') or die;", ''];
  let length = 0;
  while (length < size) {
    const line = phpLine(random);
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n').slice(0, size);
}

function phpLine(random: Random): string {
  const [one, two, three] = [random.pick(words), random.pick(words), random.pick(words)];
  switch (random.below(7)) {
    case 0:
      return `    public function get${capital(one)}${capital(two)}($${three})`;
    case 1:
      return `        $this->${one} = $${two}->get('${three}', ${random.below(1000)});`;
    case 2:
      return `        if (!\\is_${one}($${two})) { return ${random.chance(0.5) ? 'null' : `'${three}'`}; }`;
    case 3:
      return `    /** The ${one} of the ${two} ${three}, ${random.below(100_000)}. */`;
    case 4:
      return `        $query->where($db->quoteName('${one}.${two}_id') . ' = ' . (int) $${three});`;
    case 5:
      return '    {';
    default:
      return '    }';
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Bytes that no compressor makes smaller. */
export function noiseBytes(size: number, number: number): Uint8Array {
  return new Random(number).bytes(size);
}

export interface SeedEntry {
  readonly path: string;
  readonly kind?: 'link';
  readonly content: string | Uint8Array;
  readonly store?: boolean;
}

const repeated = 'a line that repeats itself, '.repeat(3);

/** One entry of each kind, as short as it can be: most mutants are made of these. */
export const tinyEntries: readonly SeedEntry[] = [
  { path: 'd/', content: '' },
  { path: 'd/é.txt', content: repeated },
  { path: 'empty', content: '' },
  { path: 'link', kind: 'link', content: 'd/é.txt' },
  { path: 'JPF', content: 'JPFJPF' },
  { path: 'stored', content: noiseBytes(40, 1), store: true },
];

/** Names that folders refuse, or take for one, and some that look like those made for them. */
export const oddEntries: readonly SeedEntry[] = [
  { path: 'a?b/', content: '' },
  { path: 'a?b/%3F?.php', content: repeated },
  { path: 'a%3Fb/é.txt', content: 'as if the name were made' },
  { path: 'php.ini', content: 'refused on Windows alone' },
  { path: 'con', kind: 'link', content: 'php.ini' },
  { path: 'PHP.ini', content: 'its twin' },
  { path: `${'é'.repeat(130)}.php`, content: repeated },
  { path: 'plain.txt', content: noiseBytes(40, 8), store: true },
];

/** What the detection matrix is measured on: some kilobytes. */
export const siteEntries: readonly SeedEntry[] = [
  { path: 'libraries/', content: '' },
  { path: 'libraries/loader.php', content: phpText(5000, 2) },
  { path: 'index.php', content: phpText(1500, 3) },
  { path: 'current', kind: 'link', content: 'libraries/loader.php' },
  { path: 'noise.jpg', content: noiseBytes(300, 4) },
  { path: 'stored.png', content: noiseBytes(200, 5), store: true },
];

/** For damage to whole ranges: streams longer than two blocks of 4 KiB. */
export const largeEntries: readonly SeedEntry[] = [
  { path: 'libraries/large.php', content: phpText(60_000, 6) },
  { path: 'libraries/loader.php', content: phpText(20_000, 7) },
];
