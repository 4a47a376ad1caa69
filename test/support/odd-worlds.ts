import assert from 'node:assert/strict';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import type { Parcel } from '../../src/sandbox/control/client-tradegecko.js';
import type { PollShipmentsInput } from '../../src/messages/sweeps.js';
import { read } from '../sandbox/houzz/houzz-api.js';
import type { Bridge } from './bridge.js';
import { withShipmentSchedule } from './shipment-schedule.js';

/** Which of the readings to come is answered with another text, and what is asked to make it. */
interface Reading {
  readonly skip?: number;
  readonly times?: number;
  readonly query?: Readonly<Record<string, string>>;
}

/** Has Houzz answer with its own words changed: what no seller could do on purpose. */
export async function answerGetOrdersWith(
  bridge: Bridge,
  change: (text: string) => string,
  { skip = 0, times = 1, query = { Status: 'Charged' } }: Reading = {},
): Promise<void> {
  const { text } = await read(bridge.config.houzz.baseUrl, 'getOrders', query);
  const body = change(text);
  assert.notEqual(body, text, `Nothing was changed in ${text}`);
  const fault = { service: 'houzz', operation: 'GET getOrders', place: 'before', kind: 'status' } as const;
  await bridge.control.addFaults({ ...fault, status: 200, body, skip, times });
}

/** Delivers one order, ships all of it in one parcel and tells the bridge. */
export async function shipWith(bridge: Bridge, parcel: Parcel): Promise<ChannelOrderId> {
  const { id, salesOrder } = await bridge.deliver();
  await bridge.control.tradegecko.shipOrder(salesOrder.id, parcel);
  await bridge.pollShipments();
  return id;
}

/** Sweeps the shipments twice under their schedule: only a second run knows of a first, and may take the slow look. */
export async function sweepTwice(bridge: Bridge, changes: Partial<PollShipmentsInput>): Promise<void> {
  await withShipmentSchedule(bridge, changes, async (run) => {
    await run();
    await run();
  });
}
