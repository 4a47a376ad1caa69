import type { ConnectionConfig } from '../config/config.js';
import type { ImportStart } from '../messages/sweeps.js';
import type { Marketplace } from '../ports/marketplace.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import type { StartedReport, StartedSchedule, StartReport } from './reports.js';
import { rendered, type Command } from './command.js';
import { EXIT } from './exit-codes.js';
import { renderStart } from './output/start.js';
import { pickConnection } from './pick-connection.js';
import { ageMaxOf, readRetentionMs, retentionWarning } from './retention.js';
import {
  pauseSchedule,
  putSchedule,
  readSchedules,
  storedShipmentsFrom,
  storedStart,
  SWITCHED_OFF,
  type SchedulePlan,
  type ScheduleState,
} from './schedules.js';
import { registerSearchAttributes } from './search-attributes.js';
import { drawLine, readFrom, readOpenOrders, type OpenOrders } from './start/import-start.js';
import { pollOrdersInputOf, pollShipmentsInputOf, syncInventoryInputOf } from './start/sweep-inputs.js';
import { switchedOn } from './switched-on.js';
import type { TemporalLink } from './temporal-connection.js';

/** What `start` works with. */
export interface StartWith {
  readonly link: TemporalLink;
  /** Opened only when orders must be read. */
  readonly openMarketplace: () => Marketplace | Promise<Marketplace>;
  readonly now: () => number;
  /** Told how many open orders were read so far: a shop with thousands takes a while. */
  readonly onRead?: (count: number) => void;
}

/** Starts a connection, or says what the first start must be told. */
export async function startConnection(
  connection: ConnectionConfig,
  from: string | undefined,
  { link, openMarketplace, now, onRead }: StartWith,
): Promise<StartReport> {
  // Before any call, so that a mistyped date costs nothing.
  const line = from === undefined ? undefined : readFrom(from, now());
  const before = await readSchedules(link.client, connection.id);
  const needsLine =
    connection.houzz.permissions.processOrders && (line !== undefined || storedStart(before) === undefined);
  const open = needsLine ? await readOpenOrders(await openMarketplace(), onRead) : undefined;
  if (open !== undefined && line === undefined) {
    return { kind: 'needs-from', connection: connection.id, open: open.orders, unreadable: open.unreadable };
  }
  const drawnAt = new Date(now()).toISOString();
  const drawn =
    line === undefined || open === undefined ? undefined : { ...drawLine(line, open, from === 'now'), drawnAt };
  const registered = await registerSearchAttributes(link);
  const retentionMs = await readRetentionMs(link);
  const start = connection.houzz.permissions.processOrders ? (drawn ?? storedStart(before)) : undefined;
  const plans = plansOf(connection, {
    start,
    ageMaxMs: ageMaxOf(retentionMs),
    before,
    isDrawnNow: drawn !== undefined,
  });
  const warning = retentionWarning(retentionMs);
  return {
    kind: 'started',
    connection: connection.id,
    start:
      start === undefined ? null : { from: start.from, skipped: start.skippedIds.length, kept: drawn === undefined },
    open: drawn === undefined || open === undefined ? null : countOpen(open, drawn),
    schedules: await apply(link, plans, before),
    registered,
    warnings: warning === undefined ? [] : [warning],
  };
}

function countOpen({ orders, unreadable }: OpenOrders, { from }: ImportStart): StartedReport['open'] {
  const skipped = orders.filter(({ createdAt }) => createdAt < from).length;
  return { imported: orders.length - skipped, skipped, unreadable };
}

type Plan = SchedulePlan & { readonly isOn: boolean };

interface PlanWith {
  readonly start: ImportStart | undefined;
  readonly ageMaxMs: number;
  readonly before: readonly ScheduleState[];
  readonly isDrawnNow: boolean;
}

/** The order sweep comes first: it keeps the line, so that a start that was cut off can be repeated without it. */
function plansOf(config: ConnectionConfig, { start, ageMaxMs, before, isDrawnNow }: PlanWith): readonly Plan[] {
  const { id, orders, shipments, inventory } = config;
  const isOn = switchedOn(config);
  const keptFrom = isDrawnNow ? undefined : storedShipmentsFrom(before);
  const line = start ?? { from: '', skippedIds: [] };
  const pollOrders = pollOrdersInputOf(config, { start: line, ageMaxMs });
  const pollShipments = pollShipmentsInputOf(config, keptFrom ?? line.from);
  const syncInventory = syncInventoryInputOf(config);
  const plans: readonly SchedulePlan[] = [
    { connection: id, workflow: 'pollOrders', everyMs: orders.pollEveryMs, argument: pollOrders },
    { connection: id, workflow: 'pollShipments', everyMs: shipments.pollEveryMs, argument: pollShipments },
    { connection: id, workflow: 'syncInventory', everyMs: inventory.syncEveryMs, argument: syncInventory },
  ];
  return plans.map((plan) => ({ ...plan, isOn: isOn[plan.workflow] }));
}

async function apply(
  { client }: TemporalLink,
  plans: readonly Plan[],
  before: readonly ScheduleState[],
): Promise<readonly StartedSchedule[]> {
  const done: StartedSchedule[] = [];
  for (const plan of plans) {
    const existing = before.find(({ workflow }) => workflow === plan.workflow);
    if (existing === undefined) continue;
    if (!plan.isOn) await pauseSchedule(client, existing, SWITCHED_OFF);
    const state = plan.isOn ? await putSchedule(client, plan) : 'off';
    done.push({ id: existing.id, state, everyMs: plan.everyMs });
  }
  return done;
}

const LIMIT_MS = 120_000;

/** `orderbridge start` */
export const startCommand: Command = {
  summary: 'start reading orders, shipments and stock of a connection',
  description:
    'Starts a connection, or starts it again with the configuration as it is now. The first start must be told from ' +
    'when on orders are imported; without --from it shows the open orders and ends. Older orders that stand open at ' +
    'that moment are skipped for good. Switch off what delivered the orders before: two hubs deliver twice. A later ' +
    'start keeps the date unless --from is given again.',
  examples: ['orderbridge start', 'orderbridge start --from now', 'orderbridge start --from 2026-11-20'],
  args: {
    from: { type: 'string', valueHint: 'DATE|now', description: 'import orders created from then on (a date is UTC)' },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
  },
  run: async (args, collaborators) => {
    const config = collaborators.loadConfig(args.text('config'));
    const connection = pickConnection(config, args.text('connection'));
    const link = await collaborators.connectTemporal();
    const data = await link.within(LIMIT_MS, () =>
      startConnection(connection, args.text('from'), {
        link,
        openMarketplace: async () => (await collaborators.openServices(connection)).marketplace,
        now: collaborators.now,
        onRead: (count) => {
          collaborators.progress.show(`Reading the open orders in Houzz: ${count} so far; the last page ends it.`);
        },
      }),
    );
    return rendered({ exitCode: data.kind === 'needs-from' ? EXIT.usage : EXIT.fine, data, render: renderStart });
  },
};
