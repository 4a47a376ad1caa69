import type { CancelReport } from '../reports.js';
import { stillWords } from '../runs/trouble.js';
import type { Style } from './style.js';
import { COLUMNS, wrap } from './text.js';

const SENTENCES: Readonly<Record<CancelReport['outcome'], (order: string, stage: string) => string>> = {
  asked: (order) => `Order ${order} was told to cancel. "orderbridge order ${order}" shows what becomes of it.`,
  'was-closed': (order, stage) => `Order ${order} had ended before (${stage}): nothing was changed.`,
  cancelled: (order) => `Order ${order} is cancelled.`,
  completed: (order) => `Order ${order} was completed before the cancel took effect: nothing was undone.`,
  failed: (order) => `The run of order ${order} failed: look at it in Temporal's Web UI.`,
  unresolved: (order) =>
    `Order ${order} could not be cancelled by itself: "orderbridge order ${order}" says what a person must decide.`,
  undecided: (order, stage) => `Order ${order} was told to cancel and still stands at ${stage}.`,
};

/** What became of a cancel, in one sentence. */
export function renderCancel({ channelOrderId, outcome, stage, trouble }: CancelReport, style: Style): string {
  const said = SENTENCES[outcome](channelOrderId, stage);
  const lines = wrap(outcome === 'undecided' ? `${said} ${stillWords(trouble)}` : said, COLUMNS);
  const isGood = outcome === 'asked' || outcome === 'cancelled' || stage === 'cancelled';
  return lines.map((line) => (isGood ? style.good(line) : style.warn(line))).join('\n');
}
