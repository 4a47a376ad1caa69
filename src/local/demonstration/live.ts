import { setTimeout as delay } from 'node:timers/promises';
import { createStyle } from '../../commands/output/style.js';
import type { LedgerEntry } from '../../sandbox/ledger.js';
import type { Closers } from './closers.js';
import { placeNext, placeOlder, placeRest } from './buyers.js';
import { gatherEvidence, type Picture } from './evidence.js';
import { judge } from './judge/judge.js';
import { goodbye, welcome } from './links.js';
import { createPeople } from './people.js';
import { withVisitors } from './visitors.js';
import { progressOf } from './progress.js';
import { createScreen, type Screen } from './screen.js';
import { QUOTA } from './settings.js';
import { readPlan } from './plan.js';
import type { Scene } from './view.js';
import { sentenceOf } from './words.js';
import { startWork } from './work.js';
import type { World } from './world.js';

export interface LiveOptions {
  readonly stateDir: string;
  readonly seed: number;
  /** Exactly so many; without it a dozen, and then one every few seconds. */
  readonly orders?: number;
  readonly signal: AbortSignal;
  readonly closers: Closers;
}

const FIRST_ORDERS = 12;
const TICK_MS = 1_000;
const NEW_ORDER_EVERY_MS = 5_000;
/** No new order comes while so many are open, nor when there are so many in all: the world is kept in memory. */
const OPEN_MAX = 40;
const PLACED_MAX = 500;
const EVENTS_SHOWN = 8;
/** At rest for so long, a figure that is not right yet is wrong. */
const SETTLED_AFTER_MS = 20_000;
const TROUBLE_TICKS_MAX = 60;

/** Runs until somebody asks for the end. */
export async function runLive(world: World, options: LiveOptions): Promise<void> {
  const { stateDir, seed, orders, signal, closers } = options;
  const { env, stdout } = process;
  const output = { isTerminal: stdout.isTTY, write: (text: string) => void stdout.write(text) };
  const screen = createScreen(output, createStyle({ env, isTerminal: output.isTerminal }));
  const count = orders ?? FIRST_ORDERS;
  const known = await world.control.houzz.orders();
  const seenBefore = (await world.control.ledger()).at(-1)?.seq ?? 0;
  if (known.length === 0) await placeOlder(world.control, { seed, count });
  await world.start();
  const { stopped } = await startWork(world.host, [world.bridge], closers);
  await placeRest(world.control, { seed, count });
  const placed = await world.control.houzz.orders();
  const example = placed.findLast(({ plan }) => readPlan(plan)?.fate.kind === 'ship');
  screen.say(...welcome(world, { stateDir, example: example?.orderId, isRestarted: known.length > 0 }));
  const ended = new AbortController();
  const show = watch(world, { ...options, screen, seenBefore, signal: AbortSignal.any([signal, ended.signal]) });
  try {
    await Promise.race([show, stopped]);
  } finally {
    ended.abort();
    await show.catch(() => undefined);
    screen.say(...goodbye(stateDir));
  }
}

interface WatchOptions extends LiveOptions {
  readonly screen: Screen;
  readonly seenBefore: number;
}

async function watch(world: World, { screen, seenBefore, seed, orders, signal }: WatchOptions): Promise<void> {
  const stage = createStage(world, { trickleSeed: orders === undefined ? seed : undefined, seenBefore });
  let troubles = 0;
  while (!signal.aborted) {
    try {
      const { scene, news } = await stage.next();
      troubles = 0;
      screen.show(scene, news);
    } catch (error) {
      troubles += 1;
      // The server may be restarted under us; only one that stays away ends the show.
      if (troubles > TROUBLE_TICKS_MAX) throw error;
      screen.show({ ...stage.last(), trouble: 'Temporal or a simulated service does not answer; trying again.' }, []);
    }
    await delay(TICK_MS, undefined, { signal });
  }
}

interface StageOptions {
  /** Undefined when no order shall come beyond the first. */
  readonly trickleSeed: number | undefined;
  /** The ledger up to there is the past, and told no more. */
  readonly seenBefore: number;
}

interface Stage {
  /** Lets a second's worth of things happen and looks at it. */
  next(): Promise<{ readonly scene: Scene; readonly news: readonly string[] }>;
  last(): Scene;
}

function createStage(world: World, { trickleSeed, seenBefore }: StageOptions): Stage {
  let seen = seenBefore;
  const people = createPeople(world, trickleSeed !== undefined);
  const startedAt = Date.now();
  let nextOrderAt = startedAt + NEW_ORDER_EVERY_MS;
  let left = 0;
  let scene: Scene = { ...EMPTY, quotaLimit: QUOTA.limit };
  let restingSince: number | undefined;
  return {
    last: () => scene,
    async next() {
      const { picture, done } = await people.act(Math.max(2, Math.ceil(left / 8)));
      left = progressOf(picture).left;
      const mayCome = left < OPEN_MAX && picture.orders.length < PLACED_MAX && Date.now() >= nextOrderAt;
      if (trickleSeed !== undefined && mayCome) {
        nextOrderAt = Date.now() + NEW_ORDER_EVERY_MS;
        await placeNext(world.control, trickleSeed);
        left += 1;
      }
      restingSince = left === 0 && done === 0 ? (restingSince ?? Date.now()) : undefined;
      const entries = await world.control.ledger(seen);
      seen = entries.at(-1)?.seq ?? seen;
      const news = entries.flatMap((entry) => sentenceOf(entry) ?? []);
      scene = {
        ...countsOf(picture),
        runningForMs: Date.now() - startedAt,
        quotaLeft: quotaIn(entries) ?? scene.quotaLeft,
        quotaLimit: QUOTA.limit,
        events: [...scene.events, ...news].slice(-EVENTS_SHOWN),
        verdict: restingSince === undefined ? '' : await verdictOf(world, Date.now() - restingSince),
        trouble: '',
      };
      return { scene, news };
    },
  };
}

const EMPTY: Scene = {
  runningForMs: 0,
  placed: 0,
  leftAlone: 0,
  stages: new Map(),
  quotaLeft: null,
  quotaLimit: 0,
  events: [],
  verdict: '',
  trouble: '',
};

function countsOf({ orders, runs }: Picture): Pick<Scene, 'placed' | 'leftAlone' | 'stages'> {
  const stages = new Map<Scene['stages'] extends ReadonlyMap<infer Key, number> ? Key : never, number>();
  for (const { stands } of runs) stages.set(stands, (stages.get(stands) ?? 0) + 1);
  const leftAlone = orders.filter(({ plan }) => readPlan(plan)?.fate.kind === 'leave').length;
  return { placed: orders.length, leftAlone, stages };
}

function quotaIn(entries: readonly LedgerEntry[]): number | undefined {
  const calls = entries.flatMap((entry) => (entry.kind === 'call' ? (entry.quotaRemaining ?? []) : []));
  return calls.at(-1);
}

async function verdictOf(world: World, restingForMs: number): Promise<string> {
  // This process may not be the first on this state, and calls of a killed one may have been made twice.
  const { figures, ok } = judge(withVisitors(await gatherEvidence(world, false)));
  const wrong = figures.filter((figure) => !figure.ok);
  const head = `At rest: ${figures.length - wrong.length} of ${figures.length} figures are right`;
  if (ok) return `${head}.`;
  // The last sweeps may still be on their way.
  if (restingForMs < SETTLED_AFTER_MS) return '';
  return `${head}. ${wrong.map(({ claim, is, shouldBe }) => `${claim}: ${is}, not ${shouldBe}`).join('. ')}.`;
}
