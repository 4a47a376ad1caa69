import type { z } from 'zod';
import type { CallOptions } from '../../ports/call.js';
import { assertWithin, type Progress, type ReadingBound } from '../paginate.js';
import { callName, readBy, type Query, type TradegeckoCalls } from './calls.js';
import type { CallKind } from '../quota.js';

/** The most that a list gives at a time. */
export const PAGE_SIZE_MAX = 250;

/** A list that is read to its end: how it is asked for and when enough of it is known. */
export interface ListRequest<Answer, Row> {
  readonly path: string;
  readonly query: Query;
  readonly kind: CallKind;
  readonly schema: z.ZodType<Answer>;
  readonly rowsOf: (answer: Answer) => readonly Row[];
  /** How many rows complete the answer where the service does not say that more follow; saves the look behind it. */
  readonly rowsWanted?: number;
}

const BOUND: ReadingBound = { pages: 40, rows: 10_000 };

/**
 * Reads a list page by page. It ends where the service says so, or with an empty page: a short page alone proves
 * nothing, as a limit may be lowered without a word.
 */
export async function readAllRows<Answer, Row>(
  calls: TradegeckoCalls,
  request: ListRequest<Answer, Row>,
  options: CallOptions,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const call = callName('GET', request.path);
  for (let progress: Progress = { rows: 0, pages: 0 }; ;) {
    assertWithin(BOUND, progress, call);
    const query: Query = [...request.query, ['limit', String(PAGE_SIZE_MAX)], ['page', String(progress.pages + 1)]];
    const answer = await calls.get({ path: request.path, query, kind: request.kind }, options);
    const page = request.rowsOf(readBy(request.schema, answer.json, call));
    rows.push(...page);
    const isEnough = request.rowsWanted !== undefined && rows.length >= request.rowsWanted;
    const isComplete = isEnough && answer.isLastPage !== false;
    if (page.length === 0 || answer.isLastPage === true || isComplete) return rows;
    progress = { rows: rows.length, pages: progress.pages + 1 };
  }
}
