import type { Problem } from '../../domain/attention.js';
import type { Next, ReportingShipmentState } from '../../domain/order-state.js';
import type { ReportResult } from '../../ports/marketplace.js';
import { untilCancelled } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Tells the channel that the order has shipped, once and with all its tracking numbers. */
export async function reportShipment(
  state: ReportingShipmentState,
  { input, inbox, activities }: OrderRun,
): Promise<Next<'reporting-shipment'>> {
  const { salesOrderId, shipments } = state;
  const { connection, order } = input;
  const numbers = shipments.map(({ trackingNumber }) => trackingNumber).filter((number) => number !== '');
  try {
    const result = await untilCancelled(inbox, () =>
      activities.channel.reportShipment.executeWithOptions(
        { summary: `Mark the order shipped in Houzz: ${numbers.join(', ')}` },
        [{ connection, order: { orderId: order.orderId, createdAt: order.createdAt }, shipments }],
      ),
    );
    if (result === undefined) return { kind: 'cancelling', target: { kind: 'sales-order', id: salesOrderId } };
    const problem = refusalOf(result);
    return problem === undefined
      ? { kind: 'completed', salesOrderId }
      : { kind: 'needs-attention', problem, resume: state };
  } catch (error) {
    return { kind: 'needs-attention', problem: problemOf(error, 'refused-by-channel'), resume: state };
  }
}

function refusalOf(result: ReportResult): Problem | undefined {
  switch (result.kind) {
    case 'reported':
    case 'already-reported':
      return undefined;
    case 'unmapped-carrier':
      return { reason: 'unmapped-carrier', what: result.what };
    case 'refused':
      return { reason: 'refused-by-channel', what: result.what };
  }
}
