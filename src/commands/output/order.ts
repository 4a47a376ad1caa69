import type { OrderReport } from '../reports.js';
import { linesText, markStage } from './stage.js';
import type { Style } from './style.js';
import { COLUMNS, shortInstant, wrap } from './text.js';

const LABEL_WIDTH = 14;

/** One order: a fact a line. */
export function renderOrder({ order, status, nextStep, uiLink }: OrderReport, style: Style): string {
  const stage = status?.stage ?? order.stage;
  const shipments = (status?.shipments ?? []).map(({ carrier, trackingNumber }) =>
    `${carrier} ${trackingNumber}`.trim(),
  );
  const flags = status?.flags ?? [];
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    ['order', order.channelOrderId],
    ['connection', order.connection],
    ['reference', order.reference],
    ['sales order', status?.salesOrderId ?? order.salesOrderId],
    ['created', order.createdAt === null ? null : `${shortInstant(order.createdAt)} UTC`],
    ['in Houzz', status?.channelStatus ?? null],
    ['lines', linesText(status?.lines ?? order.lines)],
    ['shipments', shipments.join(', ')],
    ['cancel', status?.cancel === null || status === null ? null : `by ${status.cancel.by}: ${status.cancel.reason}`],
    [
      'problem',
      status?.problem === null || status === null
        ? order.attentionReason
        : `${status.problem.reason}: ${status.problem.what}`,
    ],
    ['not cancelled', status?.cancelRefusal ?? null],
    [
      'resolved',
      (status?.resolutions ?? []).map(({ what, by, at }) => `${what} by ${by}, ${shortInstant(at)} UTC`).join('; '),
    ],
    ['flags', flags.join(', ')],
    ['next step', nextStep],
    ['Web UI', uiLink],
  ];
  const lines = facts.flatMap(([label, value]) => (value === null || value === '' ? [] : factLines(label, value)));
  const source = status === null ? ['', style.dim('No worker answered: this is what Temporal itself knows.')] : [];
  return [
    ...factLines('stage', stage).map((line) => line.replace(stage, markStage(stage, style))),
    ...lines,
    ...source,
  ].join('\n');
}

/** A link stays whole, even where it is too long for a line, because it is there to be copied. */
function factLines(label: string, value: string): readonly string[] {
  const lines = value.startsWith('http') ? [value] : wrap(value, COLUMNS - LABEL_WIDTH);
  return lines.map((line, index) => (index === 0 ? label : '').padEnd(LABEL_WIDTH) + line);
}
