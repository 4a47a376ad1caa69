import type { Problem } from '../../domain/attention.js';
import { deliveredOrderOf, type Next, type ReportingShipmentState } from '../../domain/order-state.js';
import { hasTracking } from '../../domain/shipment.js';
import type { ReportResult } from '../../ports/marketplace.js';
import { summary } from '../details.js';
import { outlookOf } from './awaiting-shipment.js';
import { noteChannelStatus, untilCancelled } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Tells the channel that the order has shipped, once and with all its tracking numbers. */
export async function reportShipment(
  state: ReportingShipmentState,
  run: OrderRun,
): Promise<Next<'reporting-shipment'>> {
  const order = { ...deliveredOrderOf(state), isReportTried: true };
  if (isOutdated(state, run)) return { kind: 'awaiting-shipment', ...deliveredOrderOf(state) };
  try {
    const result = await untilCancelled(run.inbox, () => report(state, run));
    if (result === undefined) return { kind: 'cancelling', target: { kind: 'sales-order', order } };
    return afterReport({ ...state, isReportTried: true }, result, run);
  } catch (error) {
    const problem = problemOf(error, 'refused-by-channel');
    return { kind: 'needs-attention', problem, resume: { ...state, isReportTried: true } };
  }
}

/** While the order stood before a person its parcels may have been mended: the tracking known at the report counts. */
function isOutdated(state: ReportingShipmentState, { input, inbox }: OrderRun): boolean {
  if (inbox.cancel !== undefined) return false;
  const outlook = outlookOf(state, { input, inbox });
  return outlook.kind !== 'ready' || JSON.stringify(outlook.shipments) !== JSON.stringify(state.shipments);
}

function report({ shipments, isReportTried }: ReportingShipmentState, { input, activities }: OrderRun) {
  const { connection, order } = input;
  const numbers = shipments.filter(hasTracking).map(({ trackingNumber }) => trackingNumber);
  return activities.channel.reportShipment.executeWithOptions(
    { summary: summary(`Mark the order shipped in Houzz with ${numbersText(numbers)}`) },
    [{ connection, order: { orderId: order.orderId, createdAt: order.createdAt }, shipments, isReportTried }],
  );
}

const numbersText = (numbers: readonly string[]): string =>
  numbers.length === 0 ? 'no tracking number' : `tracking ${numbers.join(', ')}`;

function afterReport(
  state: ReportingShipmentState,
  result: ReportResult,
  { inbox }: OrderRun,
): Next<'reporting-shipment'> {
  switch (result.kind) {
    case 'reported':
    case 'already-reported':
      return { kind: 'completed', salesOrderId: state.salesOrderId };
    case 'unmapped-carrier':
      return stopped(state, { reason: 'unmapped-carrier', what: result.what });
    case 'authorisation-lapsed': {
      const what = 'The authorisation of the payment lapsed again before the order shipped.';
      if (state.isRenewed) return stopped(state, { reason: 'refused-by-channel', what });
      noteChannelStatus(inbox, { kind: 'processing' });
      return { kind: 'authorising', next: state };
    }
    case 'refused':
      if (result.status?.kind === 'cancelled') {
        // The buyer was faster than the sweep: what left for a cancelled order is a person's affair.
        noteChannelStatus(inbox, result.status);
        return { kind: 'cancelling', target: { kind: 'sales-order', order: deliveredOrderOf(state) } };
      }
      return stopped(state, {
        reason: result.status === null ? 'missing-in-channel' : 'refused-by-channel',
        what: result.what,
      });
  }
}

const stopped = (resume: ReportingShipmentState, problem: Problem): Next<'reporting-shipment'> => ({
  kind: 'needs-attention',
  problem,
  resume,
});
