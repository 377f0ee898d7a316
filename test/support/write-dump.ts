// Writes dumps for tests as the makers of backups do: `#__` for the prefix, strings escaped as by mysqli_real_escape_string, a
// marker before each statement (today) or one statement in each line (old backups), cut into parts at the ends of statements.
import { concat, toBytes } from './byte-writer.ts';

export type Value = string | number | null | Uint8Array | { readonly hex: Uint8Array };

export interface Table {
  /** As in the dump, `#__content`. */
  readonly name: string;
  /** `CREATE TABLE …`, with `#__`. */
  readonly create: string;
  readonly rows: readonly (readonly Value[])[];
}

export interface Dump {
  readonly tables: readonly Table[];
  /** Views, triggers and routines, whole, with `#__`. */
  readonly others?: readonly string[];
  readonly generation: 'marked' | 'lines';
  readonly rowsPerInsert?: number;
}

export const marker = '\n/**ABDB**/';

/** Each statement by itself, the marker in front. */
export function dumpStatements({ tables, others = [], generation, rowsPerInsert = 1 }: Dump): Uint8Array[] {
  const inserts = (table: Table): (string | Uint8Array)[][] =>
    chunks(table.rows, rowsPerInsert).map((rows) => insertOf(table.name, rows));
  const statements = [
    ...tables.flatMap((table) => [[table.create], ...inserts(table)]),
    ...others.map((text) => [text]),
  ];
  return statements.map((pieces) => {
    const bytes = concat([...pieces, ';\n'].map((piece) => toBytes(piece)));
    return generation === 'marked' ? concat([toBytes('/**ABDB**/'), bytes]) : inOneLine(bytes);
  });
}

/** Statements in as many parts, more or less of one length. */
export function inParts(statements: readonly Uint8Array[], count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((statements.length * index) / count);
    return concat(statements.slice(from, Math.floor((statements.length * (index + 1)) / count)));
  });
}

function insertOf(name: string, rows: readonly (readonly Value[])[]): (string | Uint8Array)[] {
  const pieces: (string | Uint8Array)[] = [`INSERT INTO \`${name}\` VALUES `];
  rows.forEach((row, index) => {
    pieces.push(index === 0 ? '(' : ',(');
    row.forEach((value, column) => pieces.push(column === 0 ? '' : ',', literal(value)));
    pieces.push(')');
  });
  return pieces;
}

function literal(value: Value): string | Uint8Array {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return concat([toBytes("'"), escaped(toBytes(value)), toBytes("'")]);
  if (value instanceof Uint8Array) return concat([toBytes("_binary '"), escaped(value), toBytes("'")]);
  return `0x${Buffer.from(value.hex).toString('hex')}`;
}

const escapes = new Map([
  [0x00, '0'],
  [0x0a, 'n'],
  [0x0d, 'r'],
  [0x1a, 'Z'],
  [0x22, '"'],
  [0x27, "'"],
  [0x5c, '\\'],
]);

function escaped(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 2);
  let size = 0;
  for (const value of bytes) {
    const escape = escapes.get(value);
    if (escape !== undefined) out[size++] = 0x5c;
    out[size++] = escape?.charCodeAt(0) ?? value;
  }
  return out.slice(0, size);
}

/** Line breaks become blanks, but for the one at the end. */
function inOneLine(bytes: Uint8Array): Uint8Array {
  const line = bytes.map((value) => (value === 0x0a ? 0x20 : value));
  line[line.length - 1] = 0x0a;
  return line;
}

function chunks<T>(items: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
