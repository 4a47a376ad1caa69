import type { OrderReport } from '../reports.js';
import { troubleWords } from '../runs/trouble.js';
import { linesText, markStage } from './stage.js';
import type { Style } from './style.js';
import { COLUMNS, shortInstant, wrap } from './text.js';

const LABEL_WIDTH = 14;
/** What fits beside the facts on one screen; the rest of a long story is data for --json. */
const STORY_MAX = 15;

/** One order: a fact a line, then what happened to it. */
export function renderOrder(report: OrderReport, style: Style): string {
  const { order, status, trouble, timers, nextStep, command, uiLink } = report;
  const stage = status?.stage ?? order.stage;
  const facts: readonly Fact[] = [
    ['order', order.channelOrderId],
    ['connection', order.connection],
    ['reference', order.reference],
    ['sales order', status?.salesOrderId ?? order.salesOrderId],
    ['created', instant(order.createdAt)],
    ['imported', instant(order.startedAt)],
    ['ended', instant(order.closedAt)],
    ['lines', linesText(status?.lines ?? order.lines)],
    ...statusFacts(report),
    ['waits', timers.map(({ what, until }) => `${what} (${shortInstant(until)} UTC)`).join('; ')],
    ['trouble', trouble === null ? null : troubleWords(trouble)],
    ['next step', nextStep],
    ['command', command],
    ['Web UI', uiLink],
  ];
  const lines = facts.flatMap(([label, value]) => (value === null || value === '' ? [] : factLines(label, value)));
  const source = status === null ? ['', style.dim('No worker answered: this is what Temporal itself knows.')] : [];
  return [
    ...factLines('stage', stage).map((line) => line.replace(stage, markStage(stage, style))),
    ...lines,
    ...source,
    ...storyLines(report, style),
  ].join('\n');
}

type Fact = readonly [label: string, value: string | null];

const instant = (iso: string | null): string | null => (iso === null ? null : `${shortInstant(iso)} UTC`);

/** What only the workflow itself knows. */
function statusFacts({ order, status }: OrderReport): readonly Fact[] {
  if (status === null) return [['problem', order.attentionReason]];
  const { channelStatus, shipments, cancel, problem, cancelRefusal, resolutions, flags } = status;
  return [
    ['in Houzz', channelStatus],
    ['shipments', shipments.map(({ carrier, trackingNumber }) => `${carrier} ${trackingNumber}`.trim()).join(', ')],
    ['cancel', cancel === null ? null : `by ${cancel.by}: ${cancel.reason}`],
    ['problem', problem === null ? order.attentionReason : `${problem.reason}: ${problem.what}`],
    ['not cancelled', cancelRefusal],
    ['resolved', resolutions.map(({ what, by, at }) => `${what} by ${by}, ${shortInstant(at)} UTC`).join('; ')],
    ['flags', flags.join(', ')],
  ];
}

/** A link or a command stays whole, even where it is too long for a line, because it is there to be copied. */
function factLines(label: string, value: string): readonly string[] {
  const isCopied = value.startsWith('http') || label === 'command';
  const lines = isCopied ? [value] : wrap(value, COLUMNS - LABEL_WIDTH);
  return lines.map((line, index) => (index === 0 ? label : '').padEnd(LABEL_WIDTH) + line);
}

const INSTANT_WIDTH = 'YYYY-MM-DD HH:MM  '.length;

function storyLines({ story }: OrderReport, style: Style): readonly string[] {
  if (story.length === 0) return [];
  const shown = story.slice(-STORY_MAX);
  const earlier = story.length - shown.length;
  return [
    '',
    style.bold('What happened (UTC)'),
    ...(earlier > 0 ? [style.dim(`... ${earlier} earlier; --json shows all`)] : []),
    ...shown.flatMap(({ at, what }) =>
      wrap(what, COLUMNS - INSTANT_WIDTH).map(
        (line, index) => (index === 0 ? shortInstant(at) : '').padEnd(INSTANT_WIDTH) + line,
      ),
    ),
  ];
}
