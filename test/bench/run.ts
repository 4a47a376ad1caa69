import { parseArgs } from 'node:util';
import type { BenchSettings } from './bench.js';
import { BENCH_NAMES, BENCHES } from './benches.js';
import { describeMachine } from './machine.js';
import { writePage } from './page.js';
import { renderResults, type Result } from './report.js';

const ROUNDS = 3;
const ROUNDS_MAX = 100;
const HELP = `Measures what is promised about speed, on this machine, with processes as they run in earnest.

  npm run bench [-- NAME...] [--only NAME] [--rounds N] [--quick] [--json] [--write]

  --only NAME   this one alone; may be given several times, or as plain names
  --rounds N    how often everything is measured; ${ROUNDS} unless told
  --quick       a try: one round, a tenth of the size; the figures say little
  --json        figures as JSON
  --write       writes the tables into docs/performance.md, with machine, date and versions

`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    quick: { type: 'boolean' },
    json: { type: 'boolean' },
    write: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

/** Says something to whoever watches; standard output belongs to the figures. */
function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function help(): Promise<string> {
  const benches = await Promise.all(Object.values(BENCHES).map(({ load }) => load()));
  return `${HELP}${benches.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}`;
}

function readNames(): readonly string[] {
  const asked = [...positionals, ...(values.only ?? [])];
  const unknown = asked.find((name) => !BENCH_NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`There is no bench "${unknown}". Known: ${BENCH_NAMES.join(', ')}.`);
  return asked.length === 0 ? BENCH_NAMES : BENCH_NAMES.filter((name) => asked.includes(name));
}

function readRounds(): number {
  const rounds = Number(values.rounds ?? (values.quick === true ? 1 : ROUNDS));
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= ROUNDS_MAX) return rounds;
  throw new Error(`--rounds must be a whole number from 1 to ${ROUNDS_MAX}.`);
}

/** Tells with each line what is left; what a bench takes is known from earlier runs. */
function createTeller(
  names: readonly string[],
  isQuick: boolean,
): { begin(index: number): void; say(line: string): void } {
  const takesS = names.map((name) => (BENCHES[name]?.takesS ?? 0) / (isQuick ? 4 : 1));
  let at = 0;
  let beganMs = Date.now();
  return {
    begin(index) {
      at = index;
      beganMs = Date.now();
    },
    say(line) {
      const ownS = Math.max(0, (takesS[at] ?? 0) - (Date.now() - beganMs) / 1_000);
      const leftS = takesS.slice(at + 1).reduce((sum, one) => sum + one, ownS);
      note(`[${at + 1}/${names.length} ${names[at] ?? ''}, about ${Math.ceil(leftS / 60)} min left] ${line}`);
    },
  };
}

/** Measures one bench; one that fails takes nothing from the others, but from the exit code. */
async function measureOne(name: string, settings: BenchSettings): Promise<readonly Result[]> {
  try {
    const bench = await BENCHES[name]?.load();
    return bench === undefined ? [] : [{ bench: name, about: bench.about, figures: await bench.measure(settings) }];
  } catch (error) {
    settings.say(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = 1;
    return [];
  }
}

async function measureAll(): Promise<void> {
  const [names, rounds, isQuick] = [readNames(), readRounds(), values.quick === true];
  if (isQuick && values.write === true) throw new Error('A quick try says too little to be written into the page.');
  const teller = createTeller(names, isQuick);
  const learnt = new Map<string, string>();
  const machine = describeMachine();
  const settings: BenchSettings = {
    rounds,
    isQuick,
    say: (line) => {
      teller.say(line);
    },
    learn: (what, value) => learnt.set(what, value),
  };
  const results: Result[] = [];
  for (const [index, name] of names.entries()) {
    teller.begin(index);
    results.push(...(await measureOne(name, settings)));
  }
  const surroundings = { ...machine, ...Object.fromEntries(learnt) };
  if (values.write === true && results.length > 0) await writePage(surroundings, results);
  console.log(values.json === true ? JSON.stringify({ surroundings, results }) : renderResults(surroundings, results));
}

// What was started ends with this process, however that ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  if (values.help === true) console.log(await help());
  else await measureAll();
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
