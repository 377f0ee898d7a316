// The tree of the Ready face as a test sees it: its rows as they are mounted, and what they cost.
import type { Locator, Page } from 'playwright-core';
import type { RunPage } from './run-page.ts';

export interface SeenRow {
  /** Up to whether it is ticked. */
  readonly label: string;
  readonly index: number;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly expanded: string | null;
  readonly checked: string | null;
}

function labelStart(label: string | null): string {
  return label?.replace(/((?:not |partly )?ticked|left out), .*$/, '$1') ?? '';
}

function nameIn(label: string): string {
  return label.replace(/(, in .*)?, (not |partly )?ticked$/, '');
}

export class TreePage {
  readonly page: Page;
  readonly grid: Locator;

  constructor({ page }: RunPage) {
    this.page = page;
    this.grid = page.getByRole('treegrid');
  }

  /** All rows that exist, from top to bottom. */
  async rows(): Promise<readonly SeenRow[]> {
    const all = await this.page.locator('[data-row]').evaluateAll((rows) =>
      rows.map((row) => ({
        label: row.ariaLabel,
        index: Number(row.getAttribute('aria-rowindex')),
        level: Number(row.ariaLevel),
        position: Number(row.ariaPosInSet),
        siblings: Number(row.ariaSetSize),
        expanded: row.ariaExpanded,
        checked: row.ariaChecked,
      })),
    );
    return all.map((row) => ({ ...row, label: labelStart(row.label) }));
  }

  /** The names in the rows that exist. */
  async names(): Promise<readonly string[]> {
    return (await this.rows()).map(({ label }) => nameIn(label));
  }

  row(name: string): Locator {
    return this.page.locator(`[data-row][aria-label^="${name}, "]`);
  }

  tickBox(name: string): Locator {
    return this.page.getByRole('checkbox', { name: `Tick ${name}`, exact: true });
  }

  /** The name of the row with the focus; empty where no row has it. */
  async focused(): Promise<string> {
    const label = await this.page.evaluate(() =>
      document.activeElement?.matches('[data-row]') === true ? document.activeElement.ariaLabel : '',
    );
    return nameIn(labelStart(label));
  }

  /** What is ticked, in words. */
  async selection(): Promise<string> {
    const pane = this.page.getByRole('region', { name: 'What is in it' });
    return (await pane.getByRole('status').first().innerText()).trim();
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Search names and paths' }).fill(text);
  }

  async choose(choice: string): Promise<void> {
    await this.page.getByRole('radio', { name: choice }).check();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Scrolls by so many pixels at every frame. Returns how long each frame took, and the most rows that were mounted at once. */
  async scroll(frames: number, pixels: number): Promise<{ frameMs: readonly number[]; mostRows: number }> {
    return this.page.evaluate(
      async ([count, step]) => {
        const view = document.querySelector('[data-row]')?.closest('[role=rowgroup]');
        const frameMs: number[] = [];
        let mostRows = 0;
        let last = await new Promise<number>(requestAnimationFrame);
        for (let frame = 0; frame < count; frame += 1) {
          view?.scrollBy(0, step);
          const now = await new Promise<number>(requestAnimationFrame);
          frameMs.push(now - last);
          last = now;
          mostRows = Math.max(mostRows, document.querySelectorAll('[data-row]').length);
        }
        return { frameMs, mostRows };
      },
      [frames, pixels] as const,
    );
  }
}
