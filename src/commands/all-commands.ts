import type { CommandEntry } from './command.js';

/** All commands, in the order of the help. Each is read only when it is called, so that the help shows at once. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  demo: {
    summary: 'show the whole bridge at work, with both services simulated on this machine',
    load: async () => (await import('./demo.js')).demoCommand,
  },
  init: {
    summary: 'write a first configuration, question by question, and check it',
    load: async () => (await import('./init.js')).initCommand,
  },
  check: {
    summary: 'say everything that is wrong: configuration, Temporal, both services',
    load: async () => (await import('./check.js')).checkCommand,
  },
  setup: {
    summary: "make Temporal's namespace ready: search attributes, retention",
    load: async () => (await import('./setup.js')).setupCommand,
  },
  'test-order': {
    summary: 'place a draft in TradeGecko, read it back and remove it',
    load: async () => (await import('./test-order.js')).testOrderCommand,
  },
  start: {
    summary: 'start reading orders, shipments and stock of a connection',
    load: async () => (await import('./start.js')).startCommand,
  },
  stop: {
    summary: 'pause a connection; orders in flight go on',
    load: async () => (await import('./stop.js')).stopCommand,
  },
  status: {
    summary: 'show on one screen how everything stands',
    load: async () => (await import('./status.js')).statusCommand,
  },
  poll: {
    summary: 'read new orders and shipments now, and wait for what was found',
    load: async () => (await import('./poll.js')).pollCommand,
  },
  orders: {
    summary: 'list orders and count them by stage',
    load: async () => (await import('./orders.js')).ordersCommand,
  },
  order: {
    summary: 'tell the whole story of one order',
    load: async () => (await import('./order.js')).orderCommand,
  },
  inventory: {
    summary: 'explain the stock of a SKU, or list what differs',
    load: async () => (await import('./inventory.js')).inventoryCommand,
  },
  sync: {
    summary: 'compare the stock now',
    load: async () => (await import('./sync.js')).syncCommand,
  },
  cancel: {
    summary: 'cancel one order',
    load: async () => (await import('./cancel.js')).cancelCommand,
  },
  retry: {
    summary: 'try an order again that needs attention',
    load: async () => (await import('./retry.js')).retryCommand,
  },
  resolve: {
    summary: 'correct or decide what an order waits for',
    load: async () => (await import('./resolve.js')).resolveCommand,
  },
  release: {
    summary: 'let a held order go on to delivery',
    load: async () => (await import('./release.js')).releaseCommand,
  },
  completion: {
    summary: 'print a script that completes commands and options in a shell',
    load: async () => (await import('./completion.js')).completionCommand(() => COMMANDS),
  },
};
