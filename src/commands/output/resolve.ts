import type { ResolveReport } from '../reports.js';
import { markStage } from './stage.js';
import type { Style } from './style.js';
import { COLUMNS, wrap } from './text.js';

/** What was taken, and where the order stands once it was looked at again. */
export function renderResolve(report: ResolveReport, style: Style): string {
  const { channelOrderId, what, stage, attentionReason, isWaitedFor, nextStep } = report;
  const taken = wrap(`Order ${channelOrderId} took it: ${what}.`, COLUMNS).map(style.good);
  const follow = `"orderbridge order ${channelOrderId}" shows what becomes of it.`;
  if (!isWaitedFor) return [...taken, ...wrap(follow, COLUMNS)].join('\n');
  const stands = attentionReason === null ? stage : `${stage} (${attentionReason})`;
  const where = wrap(`It stands at ${stands}.`, COLUMNS).map((line) => line.replace(stage, markStage(stage, style)));
  return [...taken, ...where, ...(nextStep === '' ? [] : wrap(nextStep, COLUMNS))].join('\n');
}
