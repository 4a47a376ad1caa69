import { resolve } from 'node:path';
import { usageError } from './command-error.js';
import type { Command } from './command.js';
import { EVERY_COMMAND } from './common-arguments.js';

const ORDERS_MAX = 10_000;
const SEED_MAX = 999_999_999;
const SEED_DEFAULT = 1;
const STATE_DEFAULT = '.orderbridge/demo';

/** `orderbridge demo` */
export const demoCommand: Command = {
  summary: 'show the whole bridge at work, with both services simulated on this machine',
  description:
    'Starts Temporal and simulations of Houzz and TradeGecko on this machine, joins them, and shows orders, ' +
    'shipments, stock and cancels passing through. Needs no account and no configuration.',
  examples: ['orderbridge demo', 'orderbridge demo --once --orders 20 --seed 7'],
  args: {
    once: { type: 'boolean', description: 'end after one round, with 0 only when everything came out right' },
    orders: { type: 'string', valueHint: 'N', description: 'how many orders are placed' },
    seed: { type: 'string', valueHint: 'S', description: `makes chance repeatable; ${SEED_DEFAULT} when left out` },
    switches: {
      type: 'string',
      valueHint: '"K=V K=V"',
      description: 'readings of what nobody knows of the services, by switch of the sandbox',
    },
    state: {
      type: 'string',
      valueHint: 'DIR',
      description: `where it keeps its files; ${STATE_DEFAULT} when left out`,
    },
    ...EVERY_COMMAND,
  },
  run: async (args, { cwd }) => {
    const orders = args.whole('orders', { min: 1, max: ORDERS_MAX });
    const options = {
      once: args.flag('once'),
      switches: readSwitches(args.text('switches') ?? ''),
      seed: args.whole('seed', { min: 0, max: SEED_MAX }) ?? SEED_DEFAULT,
      json: args.flag('json'),
      stateDir: resolve(cwd, args.text('state') ?? STATE_DEFAULT),
      ...(orders === undefined ? {} : { orders }),
    };
    const { runDemonstration } = await import('../local/demonstration/demonstration.js');
    return { exitCode: await runDemonstration(options) };
  },
};

function readSwitches(text: string): Readonly<Record<string, string>> {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at > 0 && at < word.length - 1) return [word.slice(0, at), word.slice(at + 1)];
      const why = 'It is a list of NAME=POSITION, with blanks between.';
      throw usageError(`--switches cannot be "${text}".`, why, 'docs/sandbox.md lists all switches.');
    }),
  );
}
