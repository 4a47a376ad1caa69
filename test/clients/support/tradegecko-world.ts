import {
  createTradegeckoClient,
  type TradegeckoClient,
  type TradegeckoOptions,
} from '../../../src/clients/tradegecko/client.js';
import { channelOrderId, orderReference } from '../../../src/domain/ids.js';
import type { SalesOrderDraft } from '../../../src/domain/sales-order.js';
import { createSandboxControl, type SandboxControl } from '../../../src/sandbox/control/client.js';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN, startSandbox } from '../../../src/sandbox/sandbox.js';
import { MARKETPLACE_COMPANY_ID, PRIMARY_LOCATION_ID } from '../../../src/sandbox/tradegecko/fresh-world.js';

/** A sandbox with clients of its TradeGecko side. */
export interface TradegeckoWorld {
  readonly control: SandboxControl;
  readonly baseUrl: string;
  /** A client of the world's account, with an empty catalogue; closed with the world. */
  client(changes?: Partial<TradegeckoOptions>): TradegeckoClient;
  /** The calls made since the last time of asking, by their words in the ledger. */
  newCalls(): Promise<readonly string[]>;
  /** Makes a variant with stock at the primary location. */
  stock(sku: string, quantity: number): Promise<number>;
  close(): Promise<void>;
}

/** Starts a sandbox, with switches turned where a test needs another reading. */
export async function startTradegeckoWorld(
  switches: Readonly<Record<string, string>> = {},
  quota?: { readonly limit: number; readonly windowMs: number },
): Promise<TradegeckoWorld> {
  const sandbox = await startSandbox({
    houzz: DEMO_HOUZZ_CREDENTIALS,
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN, ...(quota === undefined ? {} : { quota }) },
    switches,
  });
  const control = createSandboxControl(sandbox.tradegeckoUrl);
  const clients: TradegeckoClient[] = [];
  let lastSeq = 0;
  return {
    control,
    baseUrl: sandbox.tradegeckoUrl,
    client(changes = {}) {
      const client = createTradegeckoClient({ ...tradegeckoOptions(sandbox.tradegeckoUrl), ...changes });
      clients.push(client);
      return client;
    },
    async newCalls() {
      const entries = await control.ledger(lastSeq);
      lastSeq = entries.at(-1)?.seq ?? lastSeq;
      return entries.flatMap((entry) => (entry.kind === 'call' ? [entry.operation] : []));
    },
    async stock(sku, quantity) {
      return (await control.tradegecko.putVariant(sku, { stock: { [PRIMARY_LOCATION_ID]: quantity } })).id;
    },
    async close() {
      for (const client of clients) client.close();
      await sandbox.close();
    },
  };
}

/** The options of the sandbox's account at an address. */
export function tradegeckoOptions(baseUrl: string): TradegeckoOptions {
  return {
    baseUrl,
    token: DEMO_TRADEGECKO_TOKEN,
    companyId: MARKETPLACE_COMPANY_ID,
    stockLocationId: PRIMARY_LOCATION_ID,
    createAs: 'finalized',
    numberFields: 'reference-first',
    timeoutMs: 3_000,
    quota: { reserve: 15, callsPerSlot: 3, slots: 4 },
  };
}

/** A draft of one line of two lamps, numbered so that several can stand beside each other. */
export function draftOf(number: number, changes: Partial<SalesOrderDraft> = {}): SalesOrderDraft {
  return {
    reference: orderReference(`HZ-${number}`),
    addressLabel: `HZ-${number}`,
    channelOrderId: channelOrderId(`1669-5850-6979-${String(number).padStart(4, '0')}`),
    issuedOn: '2026-11-20',
    customerName: 'Pat Example',
    address: {
      line1: '1 Sample Way',
      line2: '',
      city: 'Testville',
      state: 'CA',
      postalCode: '90000',
      country: 'US',
      phone: '5550100',
    },
    currency: 'USD',
    lines: [{ kind: 'item', sku: 'LAMP-1', quantity: 2, unitPrice: 2500 }],
    tags: ['Houzz'],
    notes: '',
    total: 5000,
    ...changes,
  };
}
