import { formatDuration } from '../../config/durations.js';
import { nextStepOf } from '../../domain/attention.js';
import type { QuotaLeft } from '../../messages/sweeps.js';
import type { ConnectionStatus, StatusReport, SweepStatus } from '../reports.js';
import { markStage } from './stage.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, counted, shortInstant, wrap } from './text.js';

/** Everything on one screen: sweeps, orders by stage, what waits for a person. */
export function renderStatus(report: StatusReport, style: Style): string {
  const nowMs = Date.parse(report.readAt);
  const { temporal, connections } = report;
  const head = `Temporal ${temporal.serverVersion} at ${temporal.address}, namespace ${temporal.namespace}`;
  const blocks = [
    wrap(head, COLUMNS).join('\n'),
    ...(connections.length === 0 ? [wrap(NONE, COLUMNS).map(style.warn).join('\n')] : []),
    ...connections.map((connection) => renderConnection(connection, style, nowMs)),
    renderCounts(report, style),
    ...renderWaiting(report, style),
    ...renderLinks(report, style),
  ];
  return blocks.join('\n\n');
}

const NONE = 'No connection was ever started: "orderbridge check" tries the accounts, "orderbridge start" begins.';

function renderConnection(
  { id, importsFrom, schedules, quota }: ConnectionStatus,
  style: Style,
  nowMs: number,
): string {
  if (schedules.every(({ state }) => state === 'absent')) {
    return `${style.bold(id)}: ${style.warn('never started')}; orderbridge start --connection ${id}`;
  }
  const facts = [
    ...(importsFrom === null || importsFrom === '' ? [] : [`orders from ${shortInstant(importsFrom)} UTC on`]),
    quotaWords(quota, nowMs),
  ];
  const rows = schedules.map((sweep) => cellsOf(sweep, nowMs));
  const columns = [
    { heading: 'sweep' },
    { heading: 'last' },
    { heading: 'next' },
    { heading: 'result', mark: (cell: string) => (cell.startsWith('FAILED') ? style.bad(cell) : cell) },
  ];
  const notes = [...new Set(schedules.flatMap(({ state, note }) => (state === 'paused' && note !== '' ? [note] : [])))];
  return [
    ...wrap(`${id}: ${facts.join('; ')}`, COLUMNS).map((line, index) =>
      index === 0 ? line.replace(id, style.bold(id)) : line,
    ),
    renderTable(columns, rows, style),
    ...notes.flatMap((note) => wrap(note, COLUMNS)).map(style.warn),
  ].join('\n');
}

function cellsOf({ id, state, last, nextAt }: SweepStatus, nowMs: number): readonly string[] {
  const name = id.slice(0, id.indexOf('/'));
  if (state === 'absent') return [name, '-', '-', 'never started'];
  const ran = last === null ? '-' : age(last.endedAt ?? last.startedAt, nowMs);
  const next = state === 'paused' ? 'paused' : nextAt === null ? '-' : `in ${span(Date.parse(nextAt) - nowMs)}`;
  const failed = last?.kind === 'failed' ? 'FAILED: ' : '';
  return [name, ran, next, last === null ? 'no run yet' : `${failed}${last.what}`];
}

function quotaWords(quota: QuotaLeft | null, nowMs: number): string {
  if (quota === null) return 'quota not told yet';
  const { remaining, limit, readAt, resetsAt } = quota;
  const left = `${remaining}${limit === null ? '' : ` of ${limit}`} calls left ${age(readAt, nowMs)}`;
  return Date.parse(resetsAt) <= nowMs ? `${left}, a new window since` : left;
}

const age = (iso: string, nowMs: number): string => `${span(nowMs - Date.parse(iso))} ago`;

/** A span in one unit, as a glance needs it. */
function span(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1_000));
  if (s < 100) return `${s}s`;
  if (s < 6_000) return `${Math.round(s / 60)}m`;
  return s < 172_800 ? `${Math.round(s / 3_600)}h` : formatDuration(Math.round(s / 86_400) * 86_400_000);
}

function renderCounts({ counts }: StatusReport, style: Style): string {
  if (counts.length === 0) return `${style.bold('Orders')}: none yet`;
  const parts = counts.map(({ stage, count }) => `${count} ${stage}`);
  const lines = wrap(`Orders: ${parts.join(', ')}`, COLUMNS);
  const marked = lines.map((line) =>
    counts.reduce((text, { stage }) => text.replace(` ${stage}`, ` ${markStage(stage, style)}`), line),
  );
  return marked.map((line, index) => (index === 0 ? line.replace('Orders', style.bold('Orders')) : line)).join('\n');
}

function renderWaiting({ waiting, waitingTotal }: StatusReport, style: Style): readonly string[] {
  if (waitingTotal === 0) return [style.good('Nothing waits for a person.')];
  const title = style.bold(`Waiting for a person: ${counted(waitingTotal, 'order')}`);
  const orders = waiting.map(({ stage, attentionReason, command, connection }) => {
    const why = attentionReason ?? stage;
    const step = nextStepOf(attentionReason);
    const lines = wrap(`${why} (${connection})${step === '' ? '' : `: ${step}`}`, COLUMNS - 2);
    // A command stays whole, even where it is too long for a line, because it is there to be copied.
    return [...lines.map((line) => `  ${line}`), `  $ ${command}`].join('\n').replace(why, style.bad(why));
  });
  const left = waitingTotal - waiting.length;
  return [[title, ...orders, ...(left > 0 ? [`  ... and ${left} more: orderbridge orders --open`] : [])].join('\n')];
}

/** Only what there is something in: the whole record of lists is data for --json. */
function renderLinks({ links, counts, waiting }: StatusReport, style: Style): readonly string[] {
  const isWanted = (list: string): boolean =>
    list === 'open' ||
    counts.some(({ stage }) => stage === list && stage !== 'completed') ||
    (list === 'waiting-long' && waiting.some(({ attentionReason }) => attentionReason === 'overdue')) ||
    (list === 'open-in-channel' && waiting.some(({ attentionReason }) => attentionReason === list));
  const shown = links.filter(({ list }) => isWanted(list));
  if (shown.length === 0) return [];
  return [
    [style.bold('In the Web UI'), ...shown.map(({ title, url }) => `  ${title}\n    ${style.dim(url)}`)].join('\n'),
  ];
}
