import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { cancelOrderSignal, retryNowSignal } from '../../src/messages/order-messages.js';
import type { Fault, FaultStroke } from '../../src/sandbox/faults/faults.js';
import { createRandom, mixSeed, pick, type Random } from '../../src/sandbox/random.js';
import { lamp, withBridge, type Bridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { isLive, onPost, salesOrdersOf } from './world.js';

const SEEDS = 10;
const ORDERS = 4;
/** Strokes on POSTs in one world: some orders meet several, some none. */
const STROKES = 6;
/** After the disturbance the simulators' time runs ahead, so that half a minute passes well within the late answer. */
const TIME_FACTOR = 40;
const LATE_ANSWER_MS = 4_000;
/** How long faults and people disturb the orders. */
const DISTURBANCE_MS = 4_000;
const DUPLICATE = JSON.stringify({ message: 'Duplicate Idempotency Key header detected' });

/** What may befall a POST. A refusal after the effect is left out: no client is safe from a service that lies. */
const POST_STROKES: readonly FaultStroke[] = [
  { place: 'before', kind: 'cut' },
  { place: 'after', kind: 'cut' },
  { place: 'answer', kind: 'half' },
  { place: 'answer', kind: 'empty' },
  { place: 'before', kind: 'status', status: 500 },
  { place: 'after', kind: 'status', status: 500 },
  { place: 'after', kind: 'status', status: 503 },
  { place: 'before', kind: 'status', status: 409, body: DUPLICATE },
  { place: 'after', kind: 'status', status: 409, body: DUPLICATE },
  { place: 'before', kind: 'status', status: 422 },
  { place: 'before', kind: 'status', status: 401 },
  { place: 'before', kind: 'slow', delayMs: 2_300 },
  { place: 'silence', applied: true },
];
const LOOK_STROKES: readonly FaultStroke[] = [
  { place: 'before', kind: 'cut' },
  { place: 'before', kind: 'status', status: 503 },
  { place: 'answer', kind: 'garbage' },
];
const SWITCHES: Readonly<Record<string, readonly string[]>> = {
  'tradegecko.refused-call-spends-key': ['yes', 'no'],
  'tradegecko.duplicate-key-status': ['409', '400'],
  'tradegecko.list-lag': ['none', '30s'],
  'tradegecko.number-filter': ['exact', 'partial'],
  'tradegecko.lists-hide-void': ['show', 'hide'],
  'tradegecko.second-void': ['refused', 'allowed'],
  'tradegecko.address-label-unique': ['ignored', 'enforced'],
};
const DEEDS = ['nothing', 'nothing', 'nothing', 'cancel', 'cancel', 'void'] as const;

/** What a person does to one order, and how long after the orders came. */
interface Deed {
  readonly id: ChannelOrderId;
  readonly what: (typeof DEEDS)[number];
  readonly afterMs: number;
}

function drawFaults(random: Random): readonly Fault[] {
  const strokes = (list: readonly FaultStroke[], count: number) =>
    Array.from({ length: count }, () => pick(list, random));
  const aims = strokes(POST_STROKES, STROKES).map((stroke) => onPost(stroke));
  const looks = strokes(LOOK_STROKES, 3).map((stroke): Fault => ({
    service: 'tradegecko',
    operation: 'GET /orders',
    ...stroke,
  }));
  return [...aims, ...looks];
}

async function act(bridge: Bridge, deed: Deed | undefined): Promise<void> {
  if (deed === undefined) return;
  const { id, what } = deed;
  const handle = await bridge.order(id);
  if (what === 'cancel') await handle.signal(cancelOrderSignal, { reason: 'drawn', by: 'test' });
  const live = what === 'void' ? (await salesOrdersOf(bridge, id)).find(isLive) : undefined;
  if (live !== undefined) await bridge.control.tradegecko.voidOrder(live.id).catch(() => undefined);
}

/** Lets as much time pass in the simulators as passed here, many times over. */
function runTimeAhead({ control }: Bridge): () => Promise<void> {
  let lastMs = Date.now();
  return async () => {
    const passedMs = Date.now() - lastMs;
    lastMs += passedMs;
    await control.advanceClock(passedMs * TIME_FACTOR);
  };
}

/** Whether an order rests where nothing but a person's decision moves it on; one that may be tried again is. */
async function isAtRest(bridge: Bridge, id: ChannelOrderId): Promise<boolean> {
  const { stage, problem } = await bridge.status(id);
  // A void may meet a stroke, too: a cancel that it kept from being done stands before a person.
  if (stage !== 'needs-attention') return ['awaiting-shipment', 'cancelled', 'cancel-unresolved'].includes(stage);
  if (problem?.reason === 'voided-in-order-system') return true;
  await (await bridge.order(id)).signal(retryNowSignal);
  return false;
}

/** Plays deeds while faults fall, impatiently, and then waits until every order is at rest. */
async function playToEnd(bridge: Bridge, deeds: readonly Deed[]): Promise<void> {
  const letTimePass = runTimeAhead(bridge);
  const beganMs = Date.now();
  const due = [...deeds].sort((a, b) => a.afterMs - b.afterMs);
  const look = async (): Promise<boolean> => {
    const passedMs = Date.now() - beganMs;
    while ((due[0]?.afterMs ?? Infinity) <= passedMs) await act(bridge, due.shift());
    if (passedMs > DISTURBANCE_MS) await Promise.all([bridge.control.clearFaults(), letTimePass()]);
    const rests = await Promise.all(deeds.map(({ id }) => isAtRest(bridge, id)));
    return passedMs > DISTURBANCE_MS && rests.every(Boolean);
  };
  await until('all orders are at rest', look, 60_000).catch(async (error: unknown) => {
    const stages = await Promise.all(deeds.map(async ({ id }) => JSON.stringify(await bridge.status(id))));
    throw new Error(stages.join('\n'), { cause: error });
  });
}

async function judge(bridge: Bridge, { id, what }: Deed): Promise<readonly string[]> {
  const { stage } = await bridge.status(id);
  const created = (await bridge.effects('order.created')).filter(({ details }) => details['referenceNumber'] === id);
  const live = (await salesOrdersOf(bridge, id)).filter(isLive).length;
  const isDelivered = stage === 'awaiting-shipment' && what !== 'void';
  const wrongs = [
    created.length > 1 && `${created.length} sales orders were made`,
    live > 1 && `${live} sales orders stand`,
    stage === 'cancelled' && live > 0 && 'a cancelled order stands',
    isDelivered && live === 0 && 'nothing stands for a delivered order',
    what === 'cancel' && !stage.startsWith('cancel') && `the order asked to be cancelled is ${stage}`,
    what !== 'cancel' && stage.startsWith('cancel') && 'an order was cancelled that nobody cancelled',
  ];
  return wrongs.filter((wrong) => wrong !== false).map((wrong) => `${id} (${what}): ${wrong}`);
}

function playSeed(seed: number): Promise<readonly string[]> {
  const random = createRandom(mixSeed(seed, 5));
  const switches = Object.fromEntries(Object.entries(SWITCHES).map(([name, known]) => [name, pick(known, random)]));
  const yaml = `      createAs: ${pick(['finalized', 'active', 'draft'], random)}`;
  const wrongs: string[] = [];
  const story = async (bridge: Bridge): Promise<void> => {
    await bridge.control.addFaults(...drawFaults(random));
    const ids = await bridge.place(...Array.from({ length: ORDERS }, () => lamp()));
    const deeds = ids.map((id): Deed => ({ id, what: pick(DEEDS, random), afterMs: random() * DISTURBANCE_MS }));
    await bridge.pollOrders();
    await playToEnd(bridge, deeds);
    for (const deed of deeds) wrongs.push(...(await judge(bridge, deed)).map((wrong) => `seed ${seed}, ${wrong}`));
  };
  return withBridge(story, { switches, yaml, policy: { lateAnswerMs: LATE_ANSWER_MS } }).then(() => wrongs);
}

describe('orders under drawn faults, cancels, retries, voids and jumps of time', () => {
  it(`are made once and stand at most once, over ${SEEDS} seeds`, async function () {
    this.timeout(90_000);
    const wrongs = await Promise.all(Array.from({ length: SEEDS }, (_, index) => playSeed(index + 1)));

    assert.deepEqual(wrongs.flat(), []);
  });
});
