import type { Style } from './style.js';
import { COLUMNS, wrap } from './text.js';

/** One column: its heading, and how its cells are marked. */
export interface Column {
  readonly heading: string;
  readonly mark?: (cell: string) => string;
}

const GAP = '  ';
const CELL_MAX = 30;
const LAST_MIN = 16;

/** A table within 80 columns: the last column takes what is left, and a cell that is too wide goes on below itself. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string {
  const widths = columnWidths(columns, rows);
  const headings = columns.map(({ heading }) => heading);
  const lines = [style.dim(renderRow(headings, widths, [])[0] ?? '')];
  const marks = columns.map(({ mark }) => mark);
  return [...lines, ...rows.flatMap((row) => renderRow(row, widths, marks))].join('\n');
}

function columnWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly number[] {
  const natural = columns.map(({ heading }, index) =>
    Math.min(CELL_MAX, Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0))),
  );
  const before = natural.slice(0, -1);
  const roomFor = COLUMNS - LAST_MIN - GAP.length * before.length;
  // The widest gives way first, so that one long SKU does not squeeze ids and stages.
  for (let excess = sum(before) - roomFor; excess > 0; excess -= 1) {
    const widest = before.indexOf(Math.max(...before));
    before[widest] = (before[widest] ?? 1) - 1;
  }
  return [...before, COLUMNS - sum(before) - GAP.length * before.length];
}

const sum = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0);

type Mark = ((cell: string) => string) | undefined;

function renderRow(row: readonly string[], widths: readonly number[], marks: readonly Mark[]): readonly string[] {
  const cells = widths.map((width, index) => wrap(row[index] ?? '', width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, index) => {
        const cell = cells[index]?.[line] ?? '';
        const mark = marks[index];
        return (cell === '' || mark === undefined ? cell : mark(cell)) + ' '.repeat(width - cell.length);
      })
      .join(GAP)
      .trimEnd(),
  );
}
