import { drawGood } from '../../src/sandbox/seed/goods.js';
import type { Bench, BenchSettings, Figure } from './bench.js';
import { temporaryFolder } from './folders.js';
import { usageOf } from './processes.js';
import { createCaller, measureRate, type Caller, type Request } from './rate.js';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process.js';

const ORDERS = 10_000;
const SKUS = 100_000;
const SEED = 1;
const START_WITHIN_S = 2;
const READS_A_SECOND = 1_000;
const TRADEGECKO_PAGES = 200;

/** The sandbox with ten thousand orders and a hundred thousand SKUs: start, reads, writes, memory. */
export const SANDBOX_BENCH: Bench = {
  name: 'sandbox',
  about: `start, reads, writes and memory of the sandbox with ${ORDERS} orders and ${SKUS} SKUs in it`,
  async measure(settings) {
    const { folder, remove } = temporaryFolder();
    try {
      settings.say(`Filling a world with ${ORDERS} orders and ${SKUS} SKUs.`);
      const filling = await start(folder);
      await filling.end();
      const starts = await measureStarts(folder, settings);
      const running = await start(folder);
      try {
        return [...starts, ...(await measureCalls(running, settings))];
      } finally {
        await running.end();
      }
    } finally {
      remove();
    }
  },
};

function start(folder: string): Promise<SandboxProcess> {
  const world = ['--state', folder, '--seed', String(SEED), '--orders', String(ORDERS), '--skus', String(SKUS)];
  return startSandboxProcess(...world);
}

async function measureStarts(folder: string, { rounds, say }: BenchSettings): Promise<Figure[]> {
  say('Starting it again and again.');
  const took: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const running = await start(folder);
    took.push(running.readyInS);
    memory.push(...memoryOf(running));
    await running.end();
  }
  const memoryFigure: Figure = { name: 'memory after the start', unit: 'MB', values: memory };
  return [
    { name: 'start, from the command to both ports', unit: 's', values: took, promise: { atMost: START_WITHIN_S } },
    ...(memory.length === 0 ? [] : [memoryFigure]),
  ];
}

/** Known on Linux only; elsewhere the figure is left out. */
function memoryOf({ pid }: SandboxProcess): number[] {
  const usage = usageOf(pid);
  return usage === undefined ? [] : [usage.residentMb];
}

async function measureCalls(running: SandboxProcess, { rounds, say }: BenchSettings): Promise<Figure[]> {
  const caller = createCaller();
  const { reads, writes } = requestsOf(running);
  const figures: Figure[] = [];
  try {
    for (const [name, request] of Object.entries({ ...reads, ...writes })) {
      say(`Measuring ${name}.`);
      figures.push({ name, unit: 'calls/s', values: await rates(caller, request, rounds) });
    }
    say('Measuring the mix.');
    const mix = mixOf(Object.values(reads));
    const promise = { atLeast: READS_A_SECOND };
    figures.push({
      name: 'reads, all kinds by turns',
      unit: 'calls/s',
      values: await rates(caller, mix, rounds),
      promise,
    });
    return [...figures, { name: 'memory at the end', unit: 'MB', values: memoryOf(running) }];
  } finally {
    caller.close();
  }
}

async function rates(caller: Caller, request: (turn: number) => Request, rounds: number): Promise<number[]> {
  const values: number[] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const rate = await measureRate(caller, (turn) => request(round * 1_000_003 + turn));
    if (round > 0) values.push(rate);
  }
  return values;
}

type Requests = Readonly<Record<string, (turn: number) => Request>>;

function mixOf(kinds: readonly ((turn: number) => Request)[]): (turn: number) => Request {
  return (turn) => {
    const kind = kinds[turn % kinds.length];
    if (kind === undefined) throw new RangeError('There is nothing to read.');
    return kind(turn);
  };
}

function requestsOf({ houzzUrl, tradegeckoUrl }: SandboxProcess): { reads: Requests; writes: Requests } {
  const gecko = (path: string): Request => ({ url: `${tradegeckoUrl}${path}`, headers: GECKO_HEADERS });
  const houzz = (query: string): Request => ({ url: `${houzzUrl}/api?format=json&${query}`, headers: HOUZZ_HEADERS });
  const skuAt = (turn: number): string => drawGood(SEED, (turn * 7_919) % SKUS).sku;
  return {
    reads: {
      'TradeGecko GET /variants/:id': (turn) => gecko(`/variants/${500_001 + ((turn * 7_919) % SKUS)}`),
      'TradeGecko GET /variants?sku=': (turn) => gecko(`/variants?sku=${skuAt(turn)}`),
      'TradeGecko GET /variants?limit=50': (turn) => gecko(`/variants?limit=50&page=${1 + (turn % TRADEGECKO_PAGES)}`),
      'TradeGecko GET /orders/:id': (turn) => gecko(`/orders/${900_001 + ((turn * 7_919) % 8_000)}`),
      'TradeGecko GET /orders?limit=50': (turn) => gecko(`/orders?limit=50&page=${1 + (turn % 150)}`),
      'TradeGecko GET /fulfillments?updated_at_min=': () =>
        gecko(`/fulfillments?limit=50&updated_at_min=${new Date(Date.now() - 3 * 86_400_000).toISOString()}`),
      'Houzz getListing': (turn) => houzz(`method=getListing&SKU=${skuAt(turn)}`),
      'Houzz getListings, 50': (turn) => houzz(`method=getListings&Start=${(turn * 50) % 90_000}&NumberOfItems=50`),
      'Houzz getOrders, Charged, 50': () => houzz('method=getOrders&Status=Charged&NumberOfItems=50'),
    },
    writes: {
      'TradeGecko GET /variants?limit=250': (turn) =>
        gecko(`/variants?limit=250&page=${1 + (turn % TRADEGECKO_PAGES)}`),
      'Houzz getOrders, All, 200': (turn) =>
        houzz(`method=getOrders&Status=All&Start=${turn % 9_000}&NumberOfItems=200`),
      'TradeGecko POST /orders': (turn) => ({ ...gecko('/orders'), body: newOrder(turn) }),
      'Houzz updateInventory': (turn) => ({ ...houzz('method=updateInventory'), body: newQuantity(skuAt(turn), turn) }),
    },
  };
}

const GECKO_HEADERS = { authorization: 'Bearer demo-token-not-a-secret', 'content-type': 'application/json' };
const HOUZZ_HEADERS = {
  'x-houzz-api-ssl-token': 'DEMO+TOKEN/NOT/A/SECRET==',
  'x-houzz-api-user-name': 'demo-seller',
  'x-houzz-api-app-name': 'orderbridge-demo',
  'content-type': 'text/xml',
};

function newOrder(turn: number): string {
  const address = { address1: '1 Sample Way', city: 'Testville', state: 'CA', zip_code: '90000', country: 'US' };
  return JSON.stringify({
    order: {
      company_id: 70_001,
      order_number: `BENCH-${turn}`,
      issued_at: '2026-11-20',
      status: 'finalized',
      shipping_address: { label: `BENCH-${turn}`, ...address },
      order_line_items: [{ variant_id: 500_001 + (turn % SKUS), quantity: '1', price: '10.00' }],
    },
  });
}

function newQuantity(sku: string, turn: number): string {
  const fields = `<SKU>${sku}</SKU><Action>update</Action><Quantity>${turn % 100}</Quantity>`;
  return `<UpdateInventoryRequest>${fields}</UpdateInventoryRequest>`;
}
