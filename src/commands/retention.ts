import type { TemporalLink } from './temporal-connection.js';

const DAY_MS = 86_400_000;

/** What is assumed where the server does not tell how long closed runs are kept. */
const RETENTION_ASSUMED_MS = 30 * DAY_MS;

/** How long the namespace keeps closed runs. */
export async function readRetentionMs({ connection, namespace }: TemporalLink): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  return seconds > 0 ? seconds * 1_000 : RETENTION_ASSUMED_MS;
}

/**
 * Orders older than this are never started without a person: their closed runs may be forgotten. A day is the least,
 * because a namespace that keeps runs for a day only, a development server's default, would import nothing at all.
 */
export const ageMaxOf = (retentionMs: number): number => Math.max(DAY_MS, retentionMs - DAY_MS);

/** Shorter than this, an order that rests for a while may be forgotten. */
export const RETENTION_ENOUGH_MS = 7 * DAY_MS;

/** What to tell an operator about a short retention; undefined when it is long enough. */
export function retentionWarning(retentionMs: number): string | undefined {
  if (retentionMs >= RETENTION_ENOUGH_MS) return undefined;
  const kept = Math.round(retentionMs / DAY_MS);
  return `The namespace keeps closed runs for ${kept} day${kept === 1 ? '' : 's'} only: run "orderbridge setup", which makes it 30.`;
}
