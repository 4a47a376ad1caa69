import type { CheckReport } from '../reports.js';
import type { CheckRow } from '../checks/row.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { counted } from './text.js';

const MARKS: Readonly<Record<CheckRow['result'], keyof Style>> = {
  ok: 'good',
  warning: 'warn',
  failed: 'bad',
  unreachable: 'bad',
  'not tried': 'dim',
};

const isResult = (text: string): text is CheckRow['result'] => Object.hasOwn(MARKS, text);

/** One table for each side, then the sum of it. */
export function renderCheck({ rows, ok, warnings, failed }: CheckReport, style: Style): string {
  const titles = [...new Set(rows.map(titleOf))];
  const blocks = titles.map((title) => {
    const table = renderTable(
      [
        { heading: 'check' },
        { heading: 'result', mark: (cell) => (isResult(cell) ? style[MARKS[cell]](cell) : cell) },
        { heading: 'detail' },
      ],
      rows.filter((row) => titleOf(row) === title).map(cellsOf),
      style,
    );
    return `${style.bold(title)}\n${table}\n`;
  });
  const sum = `${ok} ok, ${counted(warnings, 'warning')}, ${failed} failed`;
  return [...blocks, failed === 0 ? style.good(sum) : style.bad(sum)].join('\n');
}

const titleOf = ({ connection, subject }: CheckRow): string =>
  connection === null ? subject : `${subject} of ${connection}`;

const cellsOf = ({ check, result, detail, next }: CheckRow): readonly string[] => [
  check,
  result,
  next === null ? detail : `${detail.replace(/\.$/, '')}. ${next}`,
];
