import type { StopReport } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { counted } from './text.js';

const WORDS = { paused: 'paused', 'was-paused': 'was paused before', absent: 'never started' } as const;

/** What `stop` found and did. */
export function renderStop({ connection, schedules, inFlight }: StopReport, style: Style): string {
  const isKnown = schedules.some(({ state }) => state !== 'absent');
  const goOn = inFlight === 1 ? 'goes on' : 'go on';
  const lines = isKnown
    ? [
        style.good(`${connection} is stopped: nothing new is read.`),
        `${counted(inFlight, 'order')} in flight ${goOn}; shipments are noticed again after the next start.`,
      ]
    : [style.warn(`${connection} was never started: there is nothing to stop.`)];
  const rows = schedules.map(({ id, state }) => [id, WORDS[state]]);
  return [...lines, '', renderTable([{ heading: 'schedule' }, { heading: 'state' }], rows, style)].join('\n');
}
