import type { InitReport } from '../reports.js';
import { renderCheck } from './check.js';
import type { Style } from './style.js';
import { COLUMNS, wrap } from './text.js';

/** What was written, what `check` says of it, and what comes next. */
export function renderInit({ connection, files, check }: InitReport, style: Style): string {
  const next =
    check.failed === 0
      ? `Next: run a worker, then "orderbridge start --connection ${connection}".`
      : 'Mend what failed, then run "orderbridge check".';
  return [
    style.good('Written, readable by you alone:'),
    // A path stays whole, even where it is too long for a line, because it is there to be copied.
    ...files.map((file) => `  ${file}`),
    '',
    renderCheck(check, style),
    ...wrap(next, COLUMNS),
  ].join('\n');
}
