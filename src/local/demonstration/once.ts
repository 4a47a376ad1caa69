import { setTimeout as delay } from 'node:timers/promises';
import { placeOlder, placeRest } from './buyers.js';
import type { Closers } from './closers.js';
import { gatherEvidence, type Sources } from './evidence.js';
import type { Judgement } from './judge/figure.js';
import { judge } from './judge/judge.js';
import { stockFigure } from './judge/stock-claim.js';
import { createPeople, type People } from './people.js';
import { progressOf, type Progress } from './progress.js';
import { startWork } from './work.js';
import type { World } from './world.js';

export interface OnceOptions {
  readonly orders: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** When what still moves is judged as it stands; enough for a machine that does nothing else unless told. */
  readonly giveUpAfterMs?: number;
  /** False where faults were let loose: calls may then be made twice, effects still may not. */
  readonly isUninterrupted?: boolean;
}

/** A demonstration that has come to its end. */
export interface OnceResult {
  readonly judgement: Judgement;
  /** Whether everything was at rest when it was judged, or the time was over. */
  readonly isAtRest: boolean;
  readonly seconds: number;
  readonly calls: { readonly houzz: number; readonly tradegecko: number };
}

const TICK_MS = 250;
const DEEDS_A_TICK = 40;
const TELL_EVERY_MS = 2_000;
/** With more orders, mostly the quota takes its time. */
const GIVE_UP_AFTER_MS = 60_000;
const GIVE_UP_AFTER_MS_EACH = 500;

/** Places the orders, lets everything happen, waits until it is quiet, and judges. */
export async function runOnce(world: World, options: OnceOptions & { readonly closers: Closers }): Promise<OnceResult> {
  await beginOnce(world, options);
  const { stopped } = await startWork(world.host, [world.bridge], options.closers);
  return finishOnce(world, { ...options, stopped });
}

/** Places the orders that stood there before the first start, and starts. */
export async function beginOnce(world: World, { seed, orders }: Pick<OnceOptions, 'seed' | 'orders'>): Promise<void> {
  await placeOlder(world.control, { seed, count: orders });
  await world.start();
}

/** Once the Workers are at work: places the rest, waits until it is quiet, and judges. */
export async function finishOnce(
  world: World,
  options: OnceOptions & { readonly stopped: Promise<void> },
): Promise<OnceResult> {
  const { orders, seed, say, signal, stopped, isUninterrupted = true } = options;
  const startedAt = performance.now();
  await placeRest(world.control, { seed, count: orders });
  say(`${orders} orders are placed.`);
  const ended = new AbortController();
  const quiet = waitUntilQuiet(world, { ...options, signal: AbortSignal.any([signal, ended.signal]) });
  try {
    await Promise.race([quiet, stopped.then(endedByThemselves)]);
  } finally {
    ended.abort();
    await quiet.catch(() => undefined);
  }
  const isAtRest = await quiet;
  const evidence = await gatherEvidence(world, isUninterrupted);
  const count = (service: string): number =>
    evidence.entries.filter((entry) => entry.kind === 'call' && entry.service === service).length;
  return {
    judgement: judge(evidence),
    isAtRest,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    calls: { houzz: count('houzz'), tradegecko: count('tradegecko') },
  };
}

function endedByThemselves(): never {
  throw new Error('The Workers ended before the orders did.');
}

/** Returns true when nothing moves any more, false when the time is over: the judge then says what is wrong. */
async function waitUntilQuiet(sources: Sources, options: OnceOptions): Promise<boolean> {
  const { orders, say, signal, giveUpAfterMs = GIVE_UP_AFTER_MS + orders * GIVE_UP_AFTER_MS_EACH } = options;
  const people = createPeople(sources);
  const until = Date.now() + giveUpAfterMs;
  let tellAt = 0;
  while (Date.now() < until) {
    const { progress, done } = await tick(people);
    if (Date.now() >= tellAt) {
      say(tellProgress(progress));
      tellAt = Date.now() + TELL_EVERY_MS;
    }
    if (progress.left === 0 && done === 0 && (await isQuiet(sources, people, { until, signal }))) return true;
    await delay(TICK_MS, undefined, { signal });
  }
  say('The time is over; what follows is judged as it stands.');
  return false;
}

async function tick(people: People): Promise<{ readonly progress: Progress; readonly done: number }> {
  const { picture, done } = await people.act(DEEDS_A_TICK);
  return { progress: progressOf(picture), done };
}

function tellProgress({ left, waits }: Progress): string {
  if (left === 0) return 'All orders have come to their end; waiting until nothing moves any more.';
  return `${left} left: ${waits.map(([wait, orders]) => `${orders} ${wait}`).join(', ')}.`;
}

/** What each sweep calls once: all three have looked again when each was seen. */
const SIGNS_OF_SWEEPS: readonly string[] = ['GET getOrders', 'GET /fulfillments', 'GET getListings'];

/** Quiet is when all sweeps have looked once more, found nothing to do, and the stock agrees. */
async function isQuiet(
  sources: Sources,
  people: People,
  { until, signal }: { readonly until: number; readonly signal: AbortSignal },
): Promise<boolean> {
  const since = (await sources.control.ledger()).at(-1)?.seq ?? 0;
  while (Date.now() < until) {
    const calls = (await sources.control.ledger(since)).filter((entry) => entry.kind === 'call');
    if (SIGNS_OF_SWEEPS.every((sign) => calls.some(({ operation }) => operation === sign))) break;
    await delay(TICK_MS, undefined, { signal });
  }
  const { progress, done } = await tick(people);
  return progress.left === 0 && done === 0 && stockFigure(await gatherEvidence(sources, true)).ok;
}
