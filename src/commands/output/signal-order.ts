import type { SignalReport } from '../reports.js';
import { stillWords } from '../runs/trouble.js';
import type { Style } from './style.js';
import { COLUMNS, wrap } from './text.js';

/** What became of `retry`, in one sentence. */
export const renderRetry = (report: SignalReport, style: Style): string =>
  render(report, style, { told: 'was told to try again', idle: 'waits for nobody: there is nothing to retry' });

/** What became of `release`, in one sentence. */
export const renderRelease = (report: SignalReport, style: Style): string =>
  render(report, style, { told: 'is released', idle: 'is not held: there is nothing to release' });

interface Words {
  readonly told: string;
  readonly idle: string;
}

function render(report: SignalReport, style: Style, words: Words): string {
  const isGood = report.outcome === 'asked' || report.outcome === 'went-on';
  return wrap(sentence(report, words), COLUMNS)
    .map((line) => (isGood ? style.good(line) : style.warn(line)))
    .join('\n');
}

function sentence(report: SignalReport, { told, idle }: Words): string {
  const { channelOrderId, outcome, stage, attentionReason, trouble } = report;
  const order = `Order ${channelOrderId}`;
  const stands = attentionReason === null ? stage : `${stage} (${attentionReason})`;
  switch (outcome) {
    case 'asked':
      return `${order} ${told}. "orderbridge order ${channelOrderId}" shows what becomes of it.`;
    case 'went-on':
      return `${order} ${told} and went on: it is now at ${stands}.`;
    case 'undecided':
      return `${order} ${told} and still stands at ${stands}. ${stillWords(trouble)}`;
    case 'stands-again':
      return `${order} ${told}, and it stands at ${stands} once more.`;
    case 'was-closed':
      return `${order} had ended before (${stage}): nothing was changed.`;
    case 'not-waiting':
      return `${order} is at ${stands} and ${idle}.`;
  }
}
