import type { SetupReport, SetupStep } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';

const MARKS: Readonly<Record<SetupStep['outcome'], keyof Style>> = { 'was there': 'dim', done: 'good', needed: 'bad' };

const isOutcome = (text: string): text is SetupStep['outcome'] => Object.hasOwn(MARKS, text);

/** What was found and done, and the commands for what another login has to do. */
export function renderSetup({ address, namespace, isCloud, steps }: SetupReport, style: Style): string {
  const mark = (cell: string): string => (isOutcome(cell) ? style[MARKS[cell]](cell) : cell);
  const rows = steps.map(({ what, outcome, detail }) => [what, outcome, detail]);
  const commands = steps.flatMap((step) => step.commands);
  const told = isCloud ? 'Temporal Cloud takes this from tcld; run, then "orderbridge setup" again:' : 'Run:';
  return [
    `Temporal at ${address}, namespace ${namespace}`,
    renderTable([{ heading: 'what' }, { heading: 'outcome', mark }, { heading: 'detail' }], rows, style),
    // A command stays whole, even where it is too long for a line, because it is there to be copied.
    ...(commands.length === 0 ? [] : ['', told, ...commands.map((command) => `  ${command}`)]),
  ].join('\n');
}
