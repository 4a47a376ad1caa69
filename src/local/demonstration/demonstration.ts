import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStyle, type Style } from '../../commands/output/style.js';
import { createClosers, type Closers } from './closers.js';
import { lockFolder } from './folder-lock.js';
import { judgementLines } from './judge/table.js';
import { runLive } from './live.js';
import { runOnce, type OnceResult } from './once.js';
import { STORIES } from './plan.js';
import { paceLines } from './settings.js';
import { listenToSignals } from './signals.js';
import { openHost } from './host.js';
import { openWorld } from './world.js';

/** What was asked for on the command line. */
export interface DemonstrationOptions {
  readonly once: boolean;
  readonly orders?: number;
  readonly seed: number;
  /** Positions of the simulated services' switches that differ from the defaults. */
  readonly switches: Readonly<Record<string, string>>;
  readonly json: boolean;
  /** Kept between live demonstrations; one that runs once leaves nothing behind. */
  readonly stateDir: string;
}

const ONCE_ORDERS = 40;
const EXIT_RIGHT = 0;
const EXIT_WRONG = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Shows the whole bridge at work and gives the exit code. */
export async function runDemonstration(options: DemonstrationOptions): Promise<number> {
  const { once, orders = ONCE_ORDERS } = options;
  if (once && orders < STORIES.length) {
    say(`--once needs at least ${STORIES.length} orders, so that every kind of order is among them.`);
    return EXIT_USAGE;
  }
  const closers = createClosers();
  const signals = listenToSignals(say);
  try {
    return once
      ? await demonstrateOnce({ ...options, orders }, closers, signals.asked)
      : await demonstrateLive(options, closers, signals.asked);
  } catch (error) {
    if (!signals.asked.aborted) throw error;
    return once ? EXIT_INTERRUPTED : EXIT_RIGHT;
  } finally {
    const unclosed = await closers.closeAll();
    for (const name of unclosed) say(`${name} did not end in time.`);
    signals.stop();
  }
}

async function demonstrateLive(options: DemonstrationOptions, closers: Closers, asked: AbortSignal): Promise<number> {
  const { stateDir, seed, orders, switches } = options;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(stateDir);
  closers.add('the lock of the folder', async () => {
    lock.release();
  });
  const { env } = process;
  const host = await openHost({ stateDir, env, isEphemeral: false, say, signal: asked, closers });
  const world = await openWorld(host, { stateDir, env, seed, switches, say, closers });
  await runLive(world, { stateDir, seed, ...(orders === undefined ? {} : { orders }), signal: asked, closers });
  return EXIT_RIGHT;
}

type OnceOptions = DemonstrationOptions & { readonly orders: number };

async function demonstrateOnce(options: OnceOptions, closers: Closers, asked: AbortSignal): Promise<number> {
  const { orders, seed, json, switches } = options;
  const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-once-'));
  closers.add('the temporary folder', () => rm(stateDir, { recursive: true, force: true }));
  for (const line of paceLines()) say(line);
  const { env } = process;
  const host = await openHost({ stateDir, env, isEphemeral: true, say, signal: asked, closers });
  const world = await openWorld(host, { stateDir, env, seed, switches, say, closers });
  const result = await runOnce(world, { orders, seed, say, signal: asked, closers });
  const style = createStyle({ env, isTerminal: process.stdout.isTTY });
  const text = json ? JSON.stringify({ orders, seed, ...documentOf(result) }, null, 2) : tell(result, style);
  process.stdout.write(`${text}\n`);
  return result.judgement.ok ? EXIT_RIGHT : EXIT_WRONG;
}

function documentOf({ judgement, seconds, calls }: OnceResult) {
  return { ok: judgement.ok, seconds, calls, pace: paceLines().join(' '), figures: judgement.figures };
}

function tell({ judgement, seconds, calls }: OnceResult, style: Style): string {
  const cost = `${seconds} s, ${calls.tradegecko} calls to TradeGecko, ${calls.houzz} to Houzz.`;
  return [...judgementLines(judgement, style), cost, ...paceLines()].join('\n');
}
