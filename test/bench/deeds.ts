import { setTimeout as pause } from 'node:timers/promises';
import { triggerSchedule } from '../../src/commands/schedules.js';
import { scheduleId, type ScheduledWorkflow } from '../../src/messages/workflow-ids.js';
import type { LedgerEntry } from '../../src/sandbox/ledger.js';
import { plainOrder, SHOP, type Stack } from './stack.js';

const LOOK_EVERY_MS = 200;
const PLACED_AT_ONCE = 100;
const IN_PARALLEL = 10;

/** Waits until `look` gives true, at most `limitMs`; the error says what was waited for. */
export async function waitUntil(what: string, look: () => Promise<boolean>, limitMs: number): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (Date.now() < endMs) {
    if (await look()) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`Not within ${limitMs / 1_000} s: ${what}.`);
}

/** Has buyers place orders, all charged. */
export async function placeOrders({ control }: Stack, count: number): Promise<void> {
  for (let placed = 0; placed < count; placed += PLACED_AT_ONCE) {
    const orders = Array.from({ length: Math.min(PLACED_AT_ONCE, count - placed) }, plainOrder);
    await control.houzz.placeOrders(...orders);
  }
}

/** Begins a sweep now; gives the moment of the asking. */
export async function beginSweep({ client }: Stack, workflow: ScheduledWorkflow): Promise<number> {
  const askedMs = Date.now();
  await triggerSchedule(client, scheduleId(workflow, SHOP));
  return askedMs;
}

/** Waits until a schedule's first run, which its start began, has ended. */
export async function awaitQuiet({ client }: Stack, workflow: ScheduledWorkflow): Promise<void> {
  const schedule = client.schedule.getHandle(scheduleId(workflow, SHOP));
  await waitUntil(
    `${workflow} is quiet`,
    async () => {
      const { info } = await schedule.describe();
      return info.recentActions.length > 0 && info.runningActions.length === 0;
    },
    60_000,
  );
}

/** Begins the reading of a ledger from where it stands. */
export async function followLedger({ control }: Stack): Promise<() => Promise<readonly LedgerEntry[]>> {
  const read: LedgerEntry[] = [];
  let last = (await control.ledger()).at(-1)?.seq ?? 0;
  return async () => {
    const fresh = await control.ledger(last);
    last = fresh.at(-1)?.seq ?? last;
    read.push(...fresh);
    return read;
  };
}

/** The moments at which an effect was made, in milliseconds since 1970. */
export function momentsOf(effect: string, entries: readonly LedgerEntry[]): readonly number[] {
  return entries.flatMap((entry) => (entry.kind === 'effect' && entry.effect === effect ? [Date.parse(entry.at)] : []));
}

/** How many order workflows meet a condition. */
export async function countOrders({ client }: Stack, condition: string): Promise<number> {
  return (await client.workflow.count(`WorkflowType = "processOrder" AND ${condition}`)).count;
}

export const IS_WAITING = 'ExecutionStatus = "Running" AND OrderStage = "awaiting-shipment"';
export const IS_COMPLETED = 'ExecutionStatus = "Completed"';

/** Has the warehouse ship everything that stands in TradeGecko and has not left. */
export async function shipAll({ control }: Stack): Promise<number> {
  const waiting = (await control.tradegecko.orders()).filter(({ fulfillments }) => fulfillments.length === 0);
  const rest = [...waiting];
  const ship = async (): Promise<void> => {
    for (let order = rest.pop(); order !== undefined; order = rest.pop()) {
      await control.tradegecko.shipOrder(order.id, { trackingCompany: 'UPS', trackingNumber: `1Z${order.id}` });
    }
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, ship));
  return waiting.length;
}
