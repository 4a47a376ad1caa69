import type { Client } from '@temporalio/client';
import { channelOrderId, type ConnectionId } from '../../domain/ids.js';
import { cancelOrderSignal, statusQuery } from '../../messages/order-messages.js';
import { orderWorkflowId } from '../../messages/workflow-ids.js';
import type { SandboxControl } from '../../sandbox/control/client.js';
import { PRIMARY_LOCATION_ID, SECOND_LOCATION_ID } from '../../sandbox/tradegecko/service.js';
import { readVariants } from './documents.js';
import { wantedDeeds, type Deed } from './deeds.js';
import { takePicture, type Picture, type Sources } from './evidence.js';

/** The people of the story: buyers who cancel, the warehouse, and an operator. */
export interface People {
  /** Looks around and does at most so many of the things that are wanted now; returns what was seen before. */
  act(deedsMax: number): Promise<{ readonly picture: Picture; readonly done: number }>;
}

/** Lets people act on what they see; what they did stands in the services, so nothing is done twice after a restart. */
export function createPeople(sources: Sources, isUnhurried = false): People {
  const { control } = sources;
  const asked = new Set<string>();
  return {
    async act(deedsMax) {
      const [picture, variants] = await Promise.all([takePicture(sources), control.tradegecko.variants()]);
      const view = { ...picture, variants: readVariants(variants), nowMs: Date.now(), isUnhurried };
      const deeds = wantedDeeds(view).filter((deed) => deed.kind !== 'cancel-by-operator' || !asked.has(deed.orderId));
      const wanted = deeds.slice(0, deedsMax);
      for (const deed of wanted) {
        if (deed.kind === 'cancel-by-operator') asked.add(deed.orderId);
        await perform(deed, sources);
      }
      return { picture, done: wanted.length };
    },
  };
}

async function perform(deed: Deed, { control, client, connection }: Sources): Promise<void> {
  switch (deed.kind) {
    case 'pack':
      return unlessTooLate(control.tradegecko.packOrder(deed.salesOrderId));
    case 'ship':
      return unlessTooLate(control.tradegecko.shipOrder(deed.salesOrderId, deed.parcel));
    case 'cancel-in-channel':
      return unlessTooLate(control.houzz.cancelOrder(deed.orderId));
    case 'cancel-by-operator':
      return cancelAsOperator(client, connection, deed);
    case 'count':
      return setSecondShelf(control, deed);
    case 'restock':
      await control.tradegecko.changeStock({ sku: deed.sku, locationId: PRIMARY_LOCATION_ID, delta: deed.delta });
  }
}

async function setSecondShelf(control: SandboxControl, { sku, quantity }: { sku: string; quantity: number }) {
  await control.tradegecko.putVariant(sku, { stock: { [String(SECOND_LOCATION_ID)]: quantity } });
}

/** Between the look and the deed somebody else may have been there, such as a visitor who cancels an order by hand. */
async function unlessTooLate(deed: Promise<unknown>): Promise<void> {
  try {
    await deed;
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('The sandbox refused'))) throw error;
  }
}

const ASK_WITHIN_MS = 10_000;

async function cancelAsOperator(
  client: Client,
  connection: ConnectionId,
  { orderId, code }: Extract<Deed, { kind: 'cancel-by-operator' }>,
): Promise<void> {
  const handle = client.workflow.getHandle(orderWorkflowId(connection, channelOrderId(orderId)));
  // A demonstration that was killed right after this signal would otherwise send it again.
  const status = await client.connection.withDeadline(Date.now() + ASK_WITHIN_MS, () => handle.query(statusQuery));
  if (status.cancel !== null) return;
  const request = { reason: 'The customer called', by: 'operator' };
  await handle.signal(cancelOrderSignal, code === null ? request : { ...request, houzzCancelCode: code });
}
