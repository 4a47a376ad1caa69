import type { ConnectionConfig } from '../../config/config.js';
import type { OrderSystem } from '../../ports/order-system.js';
import { counted } from '../output/text.js';
import { OFF, tryCheck, type CheckOf, type CheckRow } from './row.js';
import { wayRow } from './way.js';

/** The rights this program uses, in TradeGecko's own words, and what for. */
const READ_ITEMS = ['read_products', 'read items'] as const;
const WRITE_ORDERS = ['write_orders', 'make and void sales orders'] as const;

/** Who calls one TradeGecko account: that many worker processes, each for that many connections. */
export interface Callers {
  readonly workers: number;
  readonly connections: number;
}

/** Tries the rights of the TradeGecko token, and whether the reserve suits all who call the account. */
export async function checkTradegecko(
  connection: ConnectionConfig,
  orderSystem: OrderSystem,
  callers: Callers,
): Promise<readonly CheckRow[]> {
  const of: CheckOf = { connection: connection.id, subject: 'TradeGecko' };
  const { processOrders } = connection.houzz.permissions;
  let rights: readonly string[] | undefined;
  const login = await tryCheck(of, 'log in', async () => {
    rights = await orderSystem.checkCredentials({});
    return { detail: `the token is valid at ${connection.tradegecko.baseUrl}` };
  });
  const stock = await tryCheck(of, 'read stock', async () => {
    const { rows } = await orderSystem.listItems(null, {});
    return { detail: `${rows.length} items on the first page` };
  });
  return [
    wayRow(of, connection.tradegecko),
    login,
    rightRow(of, READ_ITEMS, rights),
    processOrders ? rightRow(of, WRITE_ORDERS, rights) : { ...of, check: WRITE_ORDERS[1], ...OFF },
    stock,
    reserveRow(of, connection, callers),
  ];
}

function rightRow(
  of: CheckOf,
  [right, use]: typeof READ_ITEMS | typeof WRITE_ORDERS,
  rights: readonly string[] | undefined,
): CheckRow {
  const row = { ...of, check: use };
  if (rights === undefined) return { ...row, result: 'not tried', detail: 'the login failed', next: null };
  if (rights.includes(right)) return { ...row, result: 'ok', detail: `the right ${right} is there`, next: null };
  const next = `Give ${right} to the user that the token belongs to.`;
  if (rights.length > 0) return { ...row, result: 'failed', detail: `the right ${right} is missing`, next };
  return { ...row, result: 'warning', detail: 'TradeGecko lists no rights for this login', next };
}

/** Whether two connections spend the same quota. */
export const isSameAccount = (one: ConnectionConfig, other: ConnectionConfig): boolean =>
  one.tradegecko.baseUrl === other.tradegecko.baseUrl && one.tradegecko.token === other.tradegecko.token;

/** Calls outside any slot keep one slot's worth back; every other caller may have all its slots open at once. */
function reserveRow(of: CheckOf, { tradegecko }: ConnectionConfig, { workers, connections }: Callers): CheckRow {
  const { reserve, slots, callsPerSlot } = tradegecko.quota;
  const eachCalls = slots * callsPerSlot;
  const needed = callsPerSlot + eachCalls * (workers * connections - 1);
  const covered = Math.max(0, Math.floor((reserve - callsPerSlot) / eachCalls));
  const others = counted(covered, 'more worker process', 'more worker processes');
  const detail = `${reserve} calls of each window are kept back: enough for ${others} (${eachCalls} calls each)`;
  const row = { ...of, check: 'quota reserve', detail };
  if (reserve >= needed) return { ...row, result: 'ok', next: null };
  const sharing = connections === 1 ? '' : `, each for ${connections} connections of this account`;
  return {
    ...row,
    result: 'failed',
    next: `Set tradegecko.quotaReserve to ${needed} for ${counted(workers, 'worker process', 'worker processes')}${sharing}.`,
  };
}
