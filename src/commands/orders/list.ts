import type { Client } from '@temporalio/client';
import { BLOCKING_REASONS, FLAG_REASONS } from '../../domain/attention.js';
import type { ConnectionId } from '../../domain/ids.js';
import { orderRowOf, ordersQuery, stageCondition, type ListedStage, type OrderRow } from './rows.js';

/** Every reason that a list can be narrowed to. */
export const LISTED_REASONS = [...BLOCKING_REASONS, ...FLAG_REASONS] as const;

/** Which orders a list shows; what is absent narrows nothing. */
export interface OrderFilter {
  readonly connection?: ConnectionId;
  readonly stage?: ListedStage;
  readonly reason?: (typeof LISTED_REASONS)[number];
  /** Imported at or after, and before: ISO 8601 in UTC. */
  readonly since?: string;
  readonly until?: string;
  readonly state?: 'open' | 'closed';
}

/** The visibility query of a list, without its stage: that is what orders are counted by. */
export function filterQuery({ connection, reason, since, until, state }: OrderFilter): string {
  const conditions = [
    ordersQuery(connection),
    ...(reason === undefined ? [] : [`AttentionReason = "${reason}"`]),
    ...(since === undefined ? [] : [`StartTime >= "${since}"`]),
    ...(until === undefined ? [] : [`StartTime < "${until}"`]),
    ...(state === undefined ? [] : [`ExecutionStatus ${state === 'open' ? '=' : '!='} "Running"`]),
  ];
  return conditions.join(' AND ');
}

/** The visibility query of a list. */
export function listQuery(filter: OrderFilter): string {
  const query = filterQuery(filter);
  return filter.stage === undefined ? query : `${query} AND ${stageCondition(filter.stage)}`;
}

/** One page of a list; pages count from 1. */
export interface ListPage {
  readonly limit: number;
  readonly page: number;
}

const PAGE_SIZE_MAX = 1_000;

/** Reads one page, newest first. Earlier pages are passed over: the server gives no other way to begin in the middle. */
export async function listRows(client: Client, query: string, { limit, page }: ListPage): Promise<readonly OrderRow[]> {
  const skip = (page - 1) * limit;
  const rows: OrderRow[] = [];
  let seen = 0;
  for await (const run of client.workflow.list({ query, pageSize: Math.min(skip + limit, PAGE_SIZE_MAX) })) {
    const row = orderRowOf(run);
    if (row === undefined) continue;
    seen += 1;
    if (seen > skip) rows.push(row);
    if (rows.length >= limit) break;
  }
  return rows;
}
