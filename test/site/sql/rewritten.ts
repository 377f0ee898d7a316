// Dumps through the whole of src/site/sql, for tests.
import { ExtractError } from '../../../src/problems/extract-error.ts';
import type { StatementReader } from '../../../src/site/sql/statement-reader.ts';
import { SqlFile, type SqlFileOptions } from '../../../src/site/sql/sql-file.ts';
import { concat, toBytes, type Content } from '../../support/byte-writer.ts';

export const plain: SqlFileOptions = {
  technology: 'mysql',
  marker: '/**ABDB**/',
  prefix: 'jos_',
  chosen: null,
  tables: [],
  dropsFirst: false,
  origin: {
    site: 'www.example.com',
    takenAt: '2023-11-14 22:13:20 UTC',
    from: 'site.jpa, site.sql',
    missing: [],
    mayBeCut: false,
    chosenCount: null,
  },
};

/** Null where the dump ends in the middle of a statement. */
export function exported(
  parts: readonly Content[],
  options: Partial<SqlFileOptions> = {},
  pieceSize = Infinity,
): Uint8Array | null {
  const file = new SqlFile({ ...plain, ...options });
  const out = [file.begin().slice()];
  for (const part of parts) {
    for (const piece of inPieces(toBytes(part), pieceSize)) out.push(file.push(piece).slice());
    out.push(file.endOfPart().slice());
  }
  const rest = file.endOfStretch();
  return rest === null ? null : concat([...out, rest.slice(), file.end().slice()]);
}

/** The statements alone, without what is put before and behind them; what was refused is the code of that. */
export function statementsOf(
  dump: Content | readonly Content[],
  options: Partial<SqlFileOptions> = {},
  pieceSize = Infinity,
): string {
  const parts = typeof dump === 'string' || dump instanceof Uint8Array ? [dump] : dump;
  const file = new SqlFile({ ...plain, ...options });
  const [before, after] = [file.begin().length, file.end().length];
  let whole;
  try {
    whole = exported(parts, options, pieceSize);
  } catch (error) {
    if (error instanceof ExtractError) return error.code;
    throw error;
  }
  if (whole === null) return 'cut';
  return new TextDecoder().decode(whole.subarray(before, whole.length - after));
}

/** A reader that forgets all it is told. */
export const deaf: StatementReader = {
  begin: () => undefined,
  text: () => undefined,
  prefix: () => undefined,
  end: () => undefined,
};

function inPieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const step = Math.min(size, Math.max(bytes.length, 1));
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
    bytes.subarray(index * step, (index + 1) * step),
  );
}
