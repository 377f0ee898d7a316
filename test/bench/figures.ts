// The numbers a run ends with: printed for people, and each on a line of its own that a script can read.

export interface Target {
  readonly is: '<=' | '>=';
  readonly value: number;
}

export interface Figure {
  /** Letters, digits and dashes; the unit is its last word. */
  readonly name: string;
  readonly value: number;
  readonly target?: Target;
}

export const atMost = (value: number): Target => ({ is: '<=', value });
export const atLeast = (value: number): Target => ({ is: '>=', value });

export class Figures {
  readonly #all: Figure[] = [];

  add(name: string, value: number, target?: Target): void {
    const figure: Figure = { name, value, ...(target && { target }) };
    this.#all.push(figure);
    console.log(figureLine(figure));
  }

  /** All figures so far, one a line. */
  lines(): string[] {
    return this.#all.map(figureLine);
  }

  /** How many miss their target. */
  get missed(): number {
    return this.#all.filter((figure) => !meets(figure)).length;
  }
}

function figureLine({ name, value, target }: Figure): string {
  const rounded = value.toFixed(value < 100 ? 2 : 0);
  return target === undefined ? `figure ${name} ${rounded}` : `figure ${name} ${rounded} ${target.is} ${target.value}`;
}

function meets({ value, target }: Figure): boolean {
  if (target === undefined) return true;
  return target.is === '<=' ? value <= target.value : value >= target.value;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** "1.23 1.40 1.19 s" */
export function list(values: readonly number[], unit: string): string {
  return `${values.map((value) => value.toFixed(2)).join(' ')} ${unit}`;
}
