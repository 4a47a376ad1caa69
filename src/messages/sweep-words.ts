import { NEXT_STEP } from '../domain/attention.js';
import type { PollOrdersResult, PollShipmentsResult, SyncInventoryResult } from './sweeps.js';
import type { ScheduledWorkflow } from './workflow-ids.js';

/** What a scheduled workflow does, in one sentence: its schedule's note and the summary of its runs. */
export const SWEEP_PURPOSE: Readonly<Record<ScheduledWorkflow, string>> = {
  pollOrders: 'Reads the open orders in Houzz, imports the new ones and tells the others what changed there.',
  pollShipments: 'Reads what has left in TradeGecko and tells the orders.',
  syncInventory: 'Compares what TradeGecko can sell with what Houzz shows, and writes the differences.',
};

/** One figure of a sweep's result, for people; `Field` are the fields of that result. */
export interface SweepFigure<Field extends string = string> {
  readonly figure: Field;
  readonly words: string;
  /** Figures of which none is the usual case are told only when there is something. */
  readonly isAlwaysTold: boolean;
  /** Where the result names the orders behind the figure. */
  readonly ids?: Field;
  /** What a person has to do about them; left out where there is nothing. */
  readonly nextStep?: string;
}

/** What the sweep of the channel found. */
export const ORDER_SWEEP_FIGURES: readonly SweepFigure<keyof PollOrdersResult>[] = [
  { figure: 'importable', words: 'open in Houzz', isAlwaysTold: true },
  { figure: 'started', words: 'imported', isAlwaysTold: true },
  { figure: 'told', words: 'told of a change', isAlwaysTold: false },
  {
    figure: 'openInChannel',
    words: 'closed here and open there',
    isAlwaysTold: false,
    ids: 'openInChannelIds',
    nextStep: NEXT_STEP['open-in-channel'],
  },
  {
    figure: 'tooOld',
    words: 'too old to import',
    isAlwaysTold: false,
    ids: 'tooOldIds',
    nextStep: 'Enter the orders that are too old by hand, or ship or cancel them in Houzz.',
  },
  {
    figure: 'unreadable',
    words: 'unreadable',
    isAlwaysTold: false,
    ids: 'unreadableIds',
    nextStep:
      'Look at the unreadable orders in Houzz Seller Central; "orderbridge orders --skipped" says what is wrong.',
  },
];

/** What the sweep of the order system found. */
export const SHIPMENT_SWEEP_FIGURES: readonly SweepFigure<keyof PollShipmentsResult>[] = [
  { figure: 'read', words: 'parcels read', isAlwaysTold: true },
  { figure: 'signalled', words: 'orders told', isAlwaysTold: true },
  {
    figure: 'changedAfterEnd',
    words: 'changed after their order had ended',
    isAlwaysTold: false,
    ids: 'changedAfterEndIds',
    nextStep: 'Compare the parcels of these orders with Houzz, which takes no correction from here.',
  },
];

/** What the comparison of stock did. */
export const STOCK_SYNC_FIGURES: readonly SweepFigure<keyof SyncInventoryResult>[] = [
  { figure: 'listings', words: 'listings', isAlwaysTold: true },
  { figure: 'lowered', words: 'lowered', isAlwaysTold: true },
  { figure: 'raised', words: 'raised', isAlwaysTold: true },
  { figure: 'waiting', words: 'waiting to be raised', isAlwaysTold: false },
  {
    figure: 'unwritten',
    words: 'not written',
    isAlwaysTold: false,
    nextStep: 'Run "orderbridge inventory --differences": it lists what was not written, with the reason.',
  },
];
