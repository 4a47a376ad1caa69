import type { Page } from '../ports/call.js';
import type { ChannelReading } from '../ports/marketplace.js';

/** Reads a list of orders to its end, each order once. The adapter bounds the number of its pages. */
export async function readAllOrders(
  list: (cursor: string | null) => Promise<Page<ChannelReading>>,
): Promise<readonly ChannelReading[]> {
  const readings = new Map<string, ChannelReading>();
  let cursor: string | null = null;
  do {
    const page = await list(cursor);
    for (const reading of page.rows) {
      // Pages shift while orders come and go, so the same order may be read twice.
      const id = reading.kind === 'order' ? reading.order.orderId : (reading.orderId ?? `?${readings.size}`);
      const known = readings.get(id);
      // Parts of a split order may share its id; the one that shows the split says more.
      if (known === undefined || !isPart(known)) readings.set(id, reading);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return [...readings.values()];
}

const isPart = (reading: ChannelReading): boolean =>
  reading.kind === 'order' && reading.order.shipmentId !== reading.order.orderId;
