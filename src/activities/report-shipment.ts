import { Context } from '@temporalio/activity';
import type { ConnectionId } from '../domain/ids.js';
import type { NonEmpty } from '../domain/non-empty.js';
import type { Shipment } from '../domain/shipment.js';
import type { ChannelCancelResult, Marketplace, OrderKey, ReportResult } from '../ports/marketplace.js';
import { runActivity } from './run-activity.js';

export interface ReportInput {
  readonly connection: ConnectionId;
  readonly order: OrderKey;
  readonly shipments: NonEmpty<Shipment>;
  /** Whether an earlier report of this order may have arrived: the order is then read first. */
  readonly isReportTried: boolean;
}

export interface CancelInChannelInput {
  readonly connection: ConnectionId;
  readonly order: OrderKey;
  readonly code: string;
}

export interface ReportActivities {
  reportShipment(input: ReportInput): Promise<ReportResult>;
  cancelInChannel(input: CancelInChannelInput): Promise<ChannelCancelResult>;
}

/** Makes the activities that tell the channel what happened to one order. */
export function createReportActivities(marketplace: Marketplace): ReportActivities {
  return {
    /** One call; after a lost answer the order is read first. */
    reportShipment: ({ order, shipments, isReportTried }) =>
      runActivity('shutdown', (call) => {
        const isRepeat = isReportTried || Context.current().info.attempt > 1;
        return marketplace.reportShipment(order, shipments, { ...call, isRepeat });
      }),

    cancelInChannel: ({ order, code }) => runActivity('shutdown', (call) => marketplace.cancelOrder(order, code, call)),
  };
}
