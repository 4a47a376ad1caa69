import { explain } from '../explain.js';
import { EXIT } from '../exit-codes.js';

/** One thing that was checked. */
export interface CheckRow {
  /** Null where it is not about one connection. */
  readonly connection: string | null;
  readonly subject: 'configuration' | 'Temporal' | 'Houzz' | 'TradeGecko';
  readonly check: string;
  readonly result: 'ok' | 'warning' | 'failed' | 'unreachable' | 'not tried';
  readonly detail: string;
  /** What to do; null when there is nothing. */
  readonly next: string | null;
}

/** Whose check it is. */
export type CheckOf = Pick<CheckRow, 'connection' | 'subject'>;

/** What stands for a check of what the configuration does not let happen. */
export const OFF = { result: 'not tried', detail: 'switched off in houzz.permissions', next: null } as const;

/** Tries something; an error becomes a row, so that one failure never hides the next. */
export async function tryCheck(
  of: CheckOf,
  check: string,
  attempt: () => Promise<Pick<CheckRow, 'detail'> & Partial<CheckRow>>,
): Promise<CheckRow> {
  try {
    return { ...of, check, result: 'ok', next: null, ...(await attempt()) };
  } catch (error) {
    const { why, next, exitCode } = explain(error);
    return { ...of, check, result: exitCode === EXIT.unreachable ? 'unreachable' : 'failed', detail: why, next };
  }
}
