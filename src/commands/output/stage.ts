import { STAGES_OF_PERSONS, type ListedStage } from '../orders/rows.js';
import type { Style } from './style.js';

/** A stage in its colour. */
export function markStage(stage: string, style: Style): string {
  if (STAGES_OF_PERSONS.some((one: ListedStage) => one === stage)) return style.bad(stage);
  if (stage === 'held' || stage === 'cancelling') return style.warn(stage);
  return stage === 'completed' ? style.good(stage) : stage;
}

/** Lines of an order as one text. */
export function linesText(lines: readonly { readonly sku: string; readonly quantity: number }[]): string {
  return lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(', ');
}
