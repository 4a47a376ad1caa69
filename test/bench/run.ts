import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { isKept, middleOf, type Bench, type BenchSettings, type Figure } from './bench.js';
import { SANDBOX_BENCH } from './sandbox.js';
import { STOCK_BENCH } from './stock.js';

const BENCHES: readonly Bench[] = [SANDBOX_BENCH, STOCK_BENCH];
const ROUNDS = 5;
const HELP = `Measures what is promised about speed, on this machine.

  npm run bench [-- NAME...] [--rounds N] [--json]

${BENCHES.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, rounds: { type: 'string' } },
});

/** What the figures were measured on; without it they mean nothing. */
function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    /** Whether others were at work, too. */
    loadBefore: loadavg()[0],
  };
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}

function lineOf(figure: Figure): string {
  const { name, unit, values: measured, promise } = figure;
  const spread = `${round(Math.min(...measured))} to ${round(Math.max(...measured))}`;
  const kept = isKept(figure) === true ? 'kept' : 'NOT KEPT';
  const promised =
    promise === undefined
      ? ''
      : `  promised ${'atMost' in promise ? `at most ${promise.atMost}` : `at least ${promise.atLeast}`}: ${kept}`;
  return `  ${name.padEnd(46)} ${String(round(middleOf(measured))).padStart(8)} ${unit.padEnd(8)} (${spread})${promised}`;
}

async function run(): Promise<void> {
  if (values.help === true) {
    console.log(HELP);
    return;
  }
  const wanted = positionals.length === 0 ? BENCHES : BENCHES.filter(({ name }) => positionals.includes(name));
  if (wanted.length < Math.max(1, positionals.length)) throw new Error(`There is no such bench.\n\n${HELP}`);
  const measuredOn = machine();
  const settings: BenchSettings = {
    rounds: Number(values.rounds ?? ROUNDS),
    say(line) {
      console.error(line);
    },
  };
  const results = [];
  for (const bench of wanted) results.push({ bench: bench.name, figures: await bench.measure(settings) });
  if (values.json === true) {
    console.log(JSON.stringify({ machine: measuredOn, results }));
  } else {
    console.log(
      Object.entries(measuredOn)
        .map(([name, value]) => `${name}: ${String(value)}`)
        .join(', '),
    );
    for (const { bench, figures } of results) console.log([bench, ...figures.map(lineOf)].join('\n'));
  }
  if (results.some(({ figures }) => figures.some((figure) => isKept(figure) === false))) process.exitCode = 1;
}

await run();
