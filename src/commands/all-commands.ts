import type { CommandEntry } from './command.js';

/** All commands, in the order of the help. Each is read only when it is called, so that the help shows at once. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  demo: {
    summary: 'show the whole bridge at work, with both services simulated on this machine',
    load: async () => (await import('./demo.js')).demoCommand,
  },
  check: {
    summary: 'say everything that is wrong: configuration, Temporal, both services',
    load: async () => (await import('./check.js')).checkCommand,
  },
  start: {
    summary: 'start reading orders, shipments and stock of a connection',
    load: async () => (await import('./start.js')).startCommand,
  },
  stop: {
    summary: 'pause a connection; orders in flight go on',
    load: async () => (await import('./stop.js')).stopCommand,
  },
  orders: {
    summary: 'list orders and count them by stage',
    load: async () => (await import('./orders.js')).ordersCommand,
  },
  order: {
    summary: 'show where one order stands',
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
};
