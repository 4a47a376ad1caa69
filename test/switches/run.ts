import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopConnection } from '../../src/commands/stop.js';
import { createClosers, type Closers } from '../../src/local/demonstration/closers.js';
import { openHost, type Host } from '../../src/local/demonstration/host.js';
import type { Figure } from '../../src/local/demonstration/judge/figure.js';
import { beginOnce, finishOnce } from '../../src/local/demonstration/once.js';
import { STORIES } from '../../src/local/demonstration/plan.js';
import { listenToSignals } from '../../src/local/demonstration/signals.js';
import { startWork } from '../../src/local/demonstration/work.js';
import { openWorld, type World } from '../../src/local/demonstration/world.js';
import { SWITCHES } from '../../src/sandbox/sandbox.js';
import { drawnSetting, singleSettings, stormSetting, type Setting } from './settings.js';

const HELP = `npm run switches [-- --json] [--only TEXT] [--seeds N] [--orders N]

Runs the seeded scenario of "npm start -- --once" under every position of every switch of the sandbox,
under all at once drawn by seed, and in storms of faults; one line each, and 0 only when every figure of every run
is right.

  --only TEXT  the settings whose title holds the text
  --seeds N    how many drawings of all at once; 8 when left out
  --storms N   how many storms of faults; 4 when left out
  --orders N   orders of each run; ${STORIES.length}, one of each kind, when left out
  --json       one document at the end instead of lines`;

/** Connections of one Worker process at a time: the runs mostly wait for each other's polls. */
const AT_ONCE = 6;
const SEED = 1;
/** Far beyond what a run takes, because a busy machine must not make a reading look wrong. */
const GIVE_UP_AFTER_MS = 5 * 60_000;
/** In a storm some calls are never answered. */
const STORM_CALL_TIMEOUT = '3s';

/** How one setting came out. */
interface Outcome {
  readonly title: string;
  readonly positions: Setting['positions'];
  readonly ok: boolean;
  /** False where the time was over before nothing moved any more. */
  readonly isAtRest: boolean;
  readonly seconds: number;
  /** Calls that a fault struck. */
  readonly struck: number;
  readonly wrong: readonly Figure[];
  /** What kept the scenario from being run; null when it came to its end. */
  readonly error: string | null;
}

interface Round {
  readonly host: Host;
  readonly folder: string;
  readonly orders: number;
  readonly signal: AbortSignal;
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const options = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  only: { type: 'string', default: '' },
  seeds: { type: 'string', default: '8' },
  storms: { type: 'string', default: '4' },
  orders: { type: 'string', default: String(STORIES.length) },
} as const;

const EXIT_RIGHT = 0;
const EXIT_WRONG = 1;
const EXIT_USAGE = 2;

/** What was asked for; undefined when it cannot be understood, which is said. */
function readWishes() {
  try {
    const { values } = parseArgs({ options });
    const [seeds, storms, orders] = [Number(values.seeds), Number(values.storms), Number(values.orders)];
    const isUnderstood = [seeds, storms, orders].every((count) => Number.isSafeInteger(count) && count >= 0);
    if (isUnderstood && orders >= STORIES.length) return { ...values, seeds, storms, orders };
    say(`--seeds and --storms are whole numbers, --orders one of at least ${STORIES.length}.`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
  say('Run it again with --help.');
  return undefined;
}

async function main(): Promise<number> {
  const wishes = readWishes();
  if (wishes === undefined) return EXIT_USAGE;
  if (wishes.help) {
    process.stdout.write(`${HELP}\n`);
    return EXIT_RIGHT;
  }
  const drawn = Array.from({ length: wishes.seeds }, (_, index) => drawnSetting(SWITCHES, index + 1));
  const storms = Array.from({ length: wishes.storms }, (_, index) => stormSetting(index + 1));
  const settings = [...singleSettings(SWITCHES), ...drawn, ...storms].filter(({ title }) =>
    title.includes(wishes.only),
  );
  if (settings.length === 0) {
    say(`No setting has "${wishes.only}" in its title; docs/sandbox.md lists the switches.`);
    return EXIT_USAGE;
  }
  const tell = (outcome: Outcome): void => {
    if (!wishes.json) for (const line of linesOf(outcome)) process.stdout.write(`${line}\n`);
  };
  const outcomes = await runAll(settings, wishes.orders, tell);
  const right = outcomes.filter(({ ok }) => ok).length;
  const document = JSON.stringify({ settings: outcomes.length, right, outcomes }, null, 2);
  process.stdout.write(wishes.json ? `${document}\n` : `\n${right} of ${outcomes.length} settings came out right.\n`);
  return right === settings.length ? EXIT_RIGHT : EXIT_WRONG;
}

async function runAll(
  settings: readonly Setting[],
  orders: number,
  tell: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const closers = createClosers();
  const signals = listenToSignals(say);
  const signal = signals.asked;
  try {
    const folder = await mkdtemp(join(tmpdir(), 'orderbridge-switches-'));
    closers.add('the temporary folder', () => rm(folder, { recursive: true, force: true }));
    const host = await openHost({ stateDir: folder, env: process.env, isEphemeral: true, say, signal, closers });
    const outcomes: Outcome[] = [];
    for (let start = 0; start < settings.length; start += AT_ONCE) {
      const batch = await runBatch(settings.slice(start, start + AT_ONCE), start, { host, folder, orders, signal });
      for (const outcome of batch) tell(outcome);
      outcomes.push(...batch);
    }
    return outcomes;
  } finally {
    await closers.closeAll();
    signals.stop();
  }
}

/** Runs some settings side by side, as connections of one worker. */
async function runBatch(batch: readonly Setting[], start: number, round: Round): Promise<readonly Outcome[]> {
  const { host } = round;
  const closers = createClosers();
  try {
    const worlds = [];
    for (const [index, setting] of batch.entries()) {
      const name = `setting-${start + index}`;
      worlds.push({ setting, world: await openOne({ name, setting }, round, closers) });
    }
    const bridges = worlds.map(({ world }) => world.bridge);
    const { stopped } = await startWork(host, bridges, closers);
    return await Promise.all(worlds.map(({ setting, world }) => runOne(setting, world, { ...round, stopped })));
  } finally {
    await closers.closeAll();
  }
}

async function runOne(
  { title, positions, faults }: Setting,
  world: World,
  { orders, signal, stopped }: Round & { readonly stopped: Promise<void> },
): Promise<Outcome> {
  const isUninterrupted = faults === undefined;
  const patiently = { giveUpAfterMs: GIVE_UP_AFTER_MS, isUninterrupted };
  const quietly = { orders, seed: SEED, say: () => undefined, signal, stopped, ...patiently };
  try {
    await beginOnce(world, quietly);
    if (faults !== undefined) await world.control.addFaults(...faults);
    const { judgement, isAtRest, seconds } = await finishOnce(world, quietly);
    const struck = (await world.control.faults()).reduce((sum, fault) => sum + fault.struck, 0);
    await world.control.clearFaults();
    await stopConnection(world.connection, { client: world.client, now: () => Date.now() });
    const wrong = judgement.figures.filter(({ ok }) => !ok);
    return { title, positions, ok: judgement.ok, isAtRest, seconds, struck, wrong, error: null };
  } catch (error) {
    if (signal.aborted) throw error;
    // One reading that stops everything must not keep the others from being shown.
    const words = error instanceof Error ? error.message : String(error);
    return { title, positions, ok: false, isAtRest: true, seconds: 0, struck: 0, wrong: [], error: words };
  }
}

async function openOne(
  { name, setting: { positions, faults } }: { readonly name: string; readonly setting: Setting },
  { host, folder }: Round,
  closers: Closers,
) {
  const stateDir = join(folder, name);
  await mkdir(stateDir);
  const callTimeout = faults === undefined ? undefined : STORM_CALL_TIMEOUT;
  const how = { switches: positions, callTimeout, say: () => undefined, closers };
  return openWorld(host, { stateDir, env: process.env, seed: SEED, name, ...how });
}

function linesOf({ title, ok, isAtRest, seconds, struck, wrong, error }: Outcome): readonly string[] {
  const figures = wrong.flatMap(({ claim, is, shouldBe, wrong: ids }) => [
    `    ${claim}: ${is}, not ${shouldBe}`,
    ...ids.map((id) => `      ${id}`),
  ]);
  const late = isAtRest ? [] : ['    the time was over before nothing moved any more'];
  const reason = error === null ? late : [`    ${error}`];
  const faults = struck === 0 ? '' : `, ${struck} faults`;
  return [`${ok ? 'right' : 'WRONG'}  ${title} (${seconds} s${faults})`, ...reason, ...figures];
}

process.exitCode = await main();
