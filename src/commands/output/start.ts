import { formatDuration } from '../../config/durations.js';
import { connectionId } from '../../domain/ids.js';
import { scheduleId } from '../../messages/workflow-ids.js';
import type { NeedsFromReport, StartedReport, StartReport } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, counted, shortInstant, wrap } from './text.js';

const SHOWN_MAX = 20;

/** What `start` did, or what it needs to know first. */
export function renderStart(report: StartReport, style: Style): string {
  return report.kind === 'started' ? renderStarted(report, style) : renderNeedsFrom(report, style);
}

function renderStarted(
  { connection, start, open, schedules, registered, warnings }: StartedReport,
  style: Style,
): string {
  const rows = schedules.map(({ id, state, everyMs }) => [
    id,
    state,
    state === 'off' ? '' : `every ${formatDuration(everyMs)}`,
  ]);
  const stock = scheduleId('syncInventory', connectionId(connection));
  const skipped = start === null ? '' : counted(start.skipped, 'older order');
  const facts = [
    start === null
      ? 'Orders are switched off in the configuration.'
      : `Orders created from ${shortInstant(start.from)} UTC on are imported; ${skipped} skipped${start.kept ? ' (as before)' : ''}.`,
    ...(open === null
      ? []
      : [`Open in Houzz now: ${open.imported} to import, ${open.skipped} skipped, ${open.unreadable} unreadable.`]),
    ...(registered.length === 0 ? [] : [`Registered search attributes: ${registered.join(', ')}.`]),
    ...(schedules.some(({ id, state }) => id === stock && state === 'off')
      ? ['Stock is switched off in the configuration.']
      : []),
    'A worker must be running for anything to happen.',
  ];
  return [
    style.good(`${connection} is started.`),
    ...facts.flatMap((fact) => wrap(fact, COLUMNS)),
    ...warnings.flatMap((warning) => wrap(`Warning: ${warning}`, COLUMNS)).map(style.warn),
    '',
    renderTable([{ heading: 'schedule' }, { heading: 'state' }, { heading: 'pace' }], rows, style),
  ].join('\n');
}

function renderNeedsFrom({ connection, open, unreadable }: NeedsFromReport, style: Style): string {
  const shown = open.slice(0, SHOWN_MAX);
  const rows = shown.map(({ orderId, createdAt }) => [orderId, shortInstant(createdAt)]);
  const oldest = open[0]?.createdAt.slice(0, 10);
  const ways = [
    ['now', 'skips all of them'],
    ...(oldest === undefined ? [] : [[oldest, 'imports all of them']]),
  ] as const;
  const choices = ways.map(([from = '', does = '']) => {
    const command = `orderbridge start --connection ${connection} --from ${from}`;
    return `${command.padEnd(command.length - from.length + (oldest ?? from).length)}   ${does}`;
  });
  const unread = unreadable === 0 ? '' : `, and ${unreadable} that cannot be read`;
  return [
    style.warn(`${connection} is not started yet: say from when on orders are imported.`),
    `Open in Houzz: ${counted(open.length, 'order')}${unread}.`,
    '',
    ...(rows.length === 0 ? [] : [renderTable([{ heading: 'order' }, { heading: 'created (UTC)' }], rows, style)]),
    ...(open.length > shown.length ? [`... and ${open.length - shown.length} more`] : []),
    ...(rows.length === 0 ? [] : ['']),
    'Switch off what delivered these orders before; then one of:',
    ...choices.map((line) => `  ${line}`),
  ].join('\n');
}
