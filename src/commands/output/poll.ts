import type { PolledSweep, PollReport } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';

const MARKS: Readonly<Record<PolledSweep['outcome'], keyof Style>> = {
  ok: 'good',
  failed: 'bad',
  paused: 'warn',
  absent: 'warn',
  undecided: 'warn',
};

const isOutcome = (text: string): text is PolledSweep['outcome'] => Object.hasOwn(MARKS, text);

/** What each sweep found. */
export function renderPoll({ sweeps }: PollReport, style: Style): string {
  const mark = (cell: string): string => (isOutcome(cell) ? style[MARKS[cell]](cell) : cell);
  const rows = sweeps.map(({ id, outcome, what }) => [id, outcome, what]);
  return renderTable([{ heading: 'sweep' }, { heading: 'outcome', mark }, { heading: 'what it found' }], rows, style);
}
