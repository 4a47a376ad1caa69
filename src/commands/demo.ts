import { resolve } from 'node:path';
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
      seed: args.whole('seed', { min: 0, max: SEED_MAX }) ?? SEED_DEFAULT,
      json: args.flag('json'),
      stateDir: resolve(cwd, args.text('state') ?? STATE_DEFAULT),
      ...(orders === undefined ? {} : { orders }),
    };
    const { runDemonstration } = await import('../local/demonstration/demonstration.js');
    return { exitCode: await runDemonstration(options) };
  },
};
