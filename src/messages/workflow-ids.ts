import {
  CONNECTION_ID_PATTERN,
  channelOrderId,
  connectionId,
  type ChannelOrderId,
  type ConnectionId,
} from '../domain/ids.js';

/** The id of an order's workflow: one per channel order, for as long as closed runs are kept. */
export const orderWorkflowId = (connection: ConnectionId, order: ChannelOrderId): string =>
  `order/${connection}/${order}`;

/** The connection and order behind a workflow id; undefined when it is no order's. */
export function orderOfWorkflowId(id: string): { connection: ConnectionId; orderId: ChannelOrderId } | undefined {
  const match = /^order\/([a-z0-9-]{1,32})\/(.+)$/.exec(id);
  const [, connection, orderId] = match ?? [];
  if (connection === undefined || orderId === undefined) return undefined;
  return { connection: connectionId(connection), orderId: channelOrderId(orderId) };
}

/** What a connection has a schedule for, in the order in which an operator reads them. */
export const SCHEDULED_WORKFLOWS = ['pollOrders', 'pollShipments', 'syncInventory'] as const;

export type ScheduledWorkflow = (typeof SCHEDULED_WORKFLOWS)[number];

const SCHEDULE_NAMES = {
  pollOrders: 'poll-orders',
  pollShipments: 'poll-shipments',
  syncInventory: 'sync-inventory',
} as const satisfies Readonly<Record<ScheduledWorkflow, string>>;

/** The id of one schedule of a connection; its runs are named `<id>-<time>`. */
export const scheduleId = (workflow: ScheduledWorkflow, connection: ConnectionId): string =>
  `${SCHEDULE_NAMES[workflow]}/${connection}`;

/** The id of one look at a connection's stock. */
export const inspectStockId = (connection: ConnectionId, nowMs: number): string =>
  `inspect-stock/${connection}/${new Date(nowMs).toISOString()}`;

/** The connection behind a schedule's id; undefined when it is no schedule of ours. */
export function connectionOfScheduleId(id: string): ConnectionId | undefined {
  const [, name, connection] = /^([a-z-]{1,32})\/([a-z0-9-]{1,32})$/.exec(id) ?? [];
  const isOurs = Object.values(SCHEDULE_NAMES).some((known) => known === name);
  return isOurs && connection !== undefined && CONNECTION_ID_PATTERN.test(connection)
    ? connectionId(connection)
    : undefined;
}
