import { createHouzzClient, type HouzzOptions } from '../../../src/clients/houzz/client.js';
import { channelOrderId, salesOrderId, shipmentId } from '../../../src/domain/ids.js';
import type { Shipment } from '../../../src/domain/shipment.js';
import type { Marketplace, OrderKey } from '../../../src/ports/marketplace.js';
import { createSandboxControl, type SandboxControl } from '../../../src/sandbox/control/client.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
} from '../../../src/sandbox/sandbox.js';

/** A sandbox with a client of its Houzz side. */
export interface HouzzWorld {
  readonly sandbox: Sandbox;
  readonly control: SandboxControl;
  /** A client of the world's account; closed with it. */
  client(changes?: Partial<HouzzOptions>): Marketplace;
  /** How often an operation was called since the world began, by its words in the ledger. */
  calls(operation: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts a sandbox, with switches turned where a test needs another reading. */
export async function startHouzzWorld(switches: Readonly<Record<string, string>> = {}): Promise<HouzzWorld> {
  const sandbox = await startSandbox({
    houzz: DEMO_HOUZZ_CREDENTIALS,
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN },
    switches,
  });
  const control = createSandboxControl(sandbox.houzzUrl);
  const clients: { close(): void }[] = [];
  return {
    sandbox,
    control,
    client(changes = {}) {
      const client = createHouzzClient({ ...houzzOptions(sandbox.houzzUrl), ...changes });
      clients.push(client);
      return client;
    },
    async calls(operation) {
      const entries = await control.ledger();
      return entries.filter((entry) => entry.kind === 'call' && entry.operation.startsWith(operation)).length;
    },
    async close() {
      for (const client of clients) client.close();
      await sandbox.close();
    },
  };
}

/** The options of a seller's account at an address. */
export function houzzOptions(baseUrl: string): HouzzOptions {
  return {
    baseUrl,
    ...DEMO_HOUZZ_CREDENTIALS,
    accountType: 'seller',
    shipping: { methods: [], unmapped: 'ask' },
    timeoutMs: 3_000,
  };
}

/** The key of an order as the sandbox placed it. */
export function keyOf(order: { readonly orderId: string; readonly createdAt: string }): OrderKey {
  return { orderId: channelOrderId(order.orderId), createdAt: order.createdAt };
}

/** A parcel that left by UPS Ground. */
export function parcel(changes: Partial<Shipment> = {}): Shipment {
  return {
    id: shipmentId('11'),
    salesOrderId: salesOrderId('9001'),
    orderNumber: 'HZ-1',
    carrier: 'UPS',
    service: 'Ground',
    trackingNumber: '1Z0001',
    trackingUrl: '',
    updatedAt: '2026-11-23T12:00:00.000Z',
    lines: [],
    ...changes,
  };
}
