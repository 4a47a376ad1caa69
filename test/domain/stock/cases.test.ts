import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { itemId } from '../../../src/domain/ids.js';
import type { SkuStockRule, StockRules } from '../../../src/domain/stock/rules.js';
import type { StockedItem } from '../../../src/domain/stock/item.js';
import { stockRulebook } from '../../../src/domain/stock/rules.js';
import { targetsOf, type StockTarget } from '../../../src/domain/stock/targets.js';
import { aKit, anItem, stockRules } from '../builders.js';
import { recomputed } from './terms.js';

type Room = readonly [id: string, onHand: number, committed: number];

interface Case {
  readonly title: string;
  /** Rooms of the item LAMP; 12 on hand and 5 committed in one where not given. */
  readonly rooms?: readonly Room[];
  readonly item?: Partial<StockedItem>;
  readonly rules?: Partial<StockRules>;
  readonly rows?: readonly SkuStockRule[];
  readonly inFlight?: Readonly<Record<string, number>>;
  readonly hidden?: Readonly<Record<string, number>>;
  /** LAMP where not given. */
  readonly listing?: string;
  readonly shows: number | 'skipped' | 'no-item' | 'several-items' | 'nested-kit' | 'unreadable';
}

const TWO: readonly Room[] = [
  ['3', 12, 5],
  ['4', 30, 0],
];
const SKU_RULES = [
  aKit('ALIAS', { LAMP: 1 }),
  aKit('TWIN', { LAMP: 1 }),
  aKit('PAIR', { LAMP: 2 }),
  aKit('SET', { LAMP: 1, CUP: 2 }),
  aKit('NEST', { SET: 1, CUP: 1 }),
  aKit('GHOST', { LAMP: 1, NOBODY: 1 }),
  aKit('TORN', { DOUBLE: 1 }),
];
const row = (sku: string, rule: Omit<SkuStockRule, 'sku'>) => [{ sku, ...rule }];

const STOCK: readonly Case[] = [
  { title: 'what is on hand less what is committed', shows: 7 },
  { title: 'nothing without a location', rooms: [], shows: 0 },
  { title: 'nothing when nothing is on hand', rooms: [['3', 0, 0]], shows: 0 },
  { title: 'one when one is free', rooms: [['3', 6, 5]], shows: 1 },
  { title: 'nothing when all is committed', rooms: [['3', 5, 5]], shows: 0 },
  { title: 'nothing when more is committed than on hand', rooms: [['3', 2, 9]], shows: 0 },
  { title: 'nothing when stock is below zero', rooms: [['3', -4, 0]], shows: 0 },
  { title: 'the sum over all locations when none is configured', rooms: TWO, shows: 37 },
  { title: 'only the configured location', rooms: TWO, rules: { locations: ['4'] }, shows: 30 },
  { title: 'several configured locations', rooms: TWO, rules: { locations: ['4', '3'] }, shows: 37 },
  { title: 'nothing at an unknown location', rules: { locations: ['9'] }, shows: 0 },
  { title: 'the known of two configured locations', rules: { locations: ['9', '3'] }, shows: 7 },
  {
    title: 'less where another location is short',
    rooms: [
      ['3', 2, 9],
      ['4', 30, 0],
    ],
    shows: 23,
  },
  { title: 'whole units only', rooms: [['3', 2.9, 0]], shows: 2 },
  {
    title: 'whole units of fractions in two rooms',
    rooms: [
      ['3', 1.5, 0],
      ['4', 1.5, 0],
    ],
    shows: 3,
  },
];

const SOLD: readonly Case[] = [
  { title: 'less by what is in flight', inFlight: { LAMP: 3 }, shows: 4 },
  { title: 'nothing when all is in flight', inFlight: { LAMP: 7 }, shows: 0 },
  { title: 'nothing when more is in flight than free', inFlight: { LAMP: 8 }, shows: 0 },
  { title: 'less by what is hidden', hidden: { LAMP: 2 }, shows: 5 },
  { title: 'nothing when more is hidden than free', hidden: { LAMP: 20 }, shows: 0 },
  { title: 'less by both', inFlight: { LAMP: 3 }, hidden: { LAMP: 2 }, shows: 2 },
  { title: 'as before when another item is in flight', inFlight: { CUP: 3 }, shows: 7 },
  { title: 'half of what hidden units leave', hidden: { LAMP: 3 }, rules: { percentage: 50 }, shows: 2 },
  { title: 'its cap as long as hidden units leave that', hidden: { LAMP: 3 }, rules: { cap: 4 }, shows: 4 },
  { title: 'nothing where hidden units leave the buffer', hidden: { LAMP: 3 }, rules: { buffer: 4 }, shows: 0 },
];

const RULES: readonly Case[] = [
  { title: 'less by the buffer', rules: { buffer: 2 }, shows: 5 },
  { title: 'nothing at the buffer', rules: { buffer: 7 }, shows: 0 },
  { title: 'nothing below the buffer', rules: { buffer: 8 }, shows: 0 },
  { title: 'its percentage, rounded down', rules: { percentage: 50 }, shows: 3 },
  { title: 'nothing at a percentage of zero', rules: { percentage: 0 }, shows: 0 },
  { title: 'the percentage of what the buffer leaves', rules: { buffer: 2, percentage: 50 }, shows: 2 },
  { title: 'at most the cap', rules: { cap: 4 }, shows: 4 },
  { title: 'nothing under a cap of zero', rules: { cap: 0 }, shows: 0 },
  { title: 'all of it under a higher cap', rules: { cap: 8 }, shows: 7 },
  { title: 'a figure at the floor', rules: { floor: 7 }, shows: 7 },
  { title: 'nothing below the floor', rules: { floor: 8 }, shows: 0 },
  { title: 'nothing where the cap is below the floor', rules: { cap: 4, floor: 5 }, shows: 0 },
  { title: "at most the item's own limit", item: { maxOnline: 3 }, shows: 3 },
  { title: "the lower of cap and the item's limit", item: { maxOnline: 3 }, rules: { cap: 2 }, shows: 2 },
  { title: 'nothing under a limit below zero', item: { maxOnline: -1 }, shows: 0 },
  { title: 'whole units under a broken limit', item: { maxOnline: 2.5 }, shows: 2 },
  {
    title: 'all rules in their order',
    rooms: TWO,
    item: { maxOnline: 14 },
    rules: { buffer: 2, percentage: 50, cap: 20, floor: 3 },
    inFlight: { LAMP: 3 },
    hidden: { LAMP: 1 },
    shows: 14,
  },
];

const UNCOUNTED: readonly Case[] = [
  { title: 'the configured figure for what is not tracked', item: { isTracked: false }, shows: 99 },
  { title: 'the configured figure for what may oversell', item: { mayOversell: true }, rooms: [], shows: 99 },
  {
    title: 'the configured figure whatever is sold or kept back',
    item: { isTracked: false },
    rules: { buffer: 50, percentage: 10 },
    inFlight: { LAMP: 50 },
    hidden: { LAMP: 50 },
    shows: 99,
  },
  { title: 'no more than the cap of what is not tracked', item: { isTracked: false }, rules: { cap: 10 }, shows: 10 },
  { title: 'no more than the limit of what may oversell', item: { mayOversell: true, maxOnline: 6 }, shows: 6 },
  { title: 'what the counted part of a kit allows', item: { isTracked: false }, listing: 'SET', shows: 4 },
];

const SHARED: readonly Case[] = [
  { title: 'as an alias what its item allows', listing: 'ALIAS', shows: 7 },
  { title: 'as a second alias the same', listing: 'TWIN', shows: 7 },
  { title: 'as an alias less by what is hidden of its item', listing: 'ALIAS', hidden: { LAMP: 2 }, shows: 5 },
  { title: 'as a pack half of its item', listing: 'PAIR', shows: 3 },
  { title: 'as a kit what its scarcest part allows', listing: 'SET', shows: 4 },
  { title: 'as a kit less by a part in flight', listing: 'SET', inFlight: { CUP: 2 }, shows: 3 },
  { title: 'as a kit less by a hidden part', listing: 'SET', hidden: { LAMP: 5 }, shows: 2 },
  { title: 'as a kit nothing when a part does not suffice', listing: 'SET', inFlight: { CUP: 8 }, shows: 0 },
  { title: 'as a kit at most the cap', listing: 'SET', rules: { cap: 2 }, shows: 2 },
  { title: 'as a kit nothing below the floor', listing: 'SET', rules: { floor: 5 }, shows: 0 },
  { title: 'as a kit with a buffer of each part', listing: 'SET', rules: { buffer: 4 }, shows: 2 },
  { title: 'no figure for a kit in a kit', listing: 'NEST', shows: 'nested-kit' },
  { title: 'no figure for a kit with an unknown part', listing: 'GHOST', shows: 'no-item' },
  { title: 'no figure for an unknown SKU', listing: 'NOBODY', shows: 'no-item' },
  { title: 'no figure for two items with one SKU', listing: 'DOUBLE', shows: 'several-items' },
  {
    title: 'no figure where its stock cannot be read',
    item: { unreadable: 'odd', locations: [] },
    shows: 'unreadable',
  },
  {
    title: 'no figure for a kit with a part that cannot be read',
    listing: 'SET',
    item: { unreadable: 'odd' },
    shows: 'unreadable',
  },
  { title: 'no figure for an alias of two items', listing: 'TORN', shows: 'several-items' },
];

const ROWS: readonly Case[] = [
  { title: 'less by the buffer of its row', rows: row('LAMP', { buffer: 3 }), rules: { buffer: 1 }, shows: 4 },
  { title: 'the percentage of its row', rows: row('LAMP', { percentage: 50 }), shows: 3 },
  { title: 'nothing below the floor of its row', rows: row('LAMP', { floor: 8 }), shows: 0 },
  { title: 'at most the cap of its row', rows: row('LAMP', { cap: 2 }), rules: { cap: 5 }, shows: 2 },
  { title: 'all where its row lifts the cap', rows: row('LAMP', { cap: null }), rules: { cap: 5 }, shows: 7 },
  { title: 'the locations of its row', rooms: TWO, rows: row('LAMP', { locations: ['4'] }), shows: 30 },
  { title: 'the fixed figure of its row', rows: row('LAMP', { fixed: 33 }), hidden: { LAMP: 9 }, shows: 33 },
  { title: 'a fixed figure without any item', listing: 'NOBODY', rows: row('NOBODY', { fixed: 2 }), shows: 2 },
  { title: 'no figure where its row skips it', rows: row('LAMP', { skip: true }), shows: 'skipped' },
  { title: 'the general figures where its row names none', rows: row('LAMP', { skip: false }), shows: 7 },
  { title: 'as before when the row is of another SKU', rows: row('CUP', { buffer: 3 }), shows: 7 },
  { title: 'as an alias less by the buffer of its item', listing: 'ALIAS', rows: row('LAMP', { buffer: 2 }), shows: 5 },
  {
    title: 'as an alias by its own row before that of its item',
    listing: 'ALIAS',
    rows: [...row('LAMP', { buffer: 2 }), ...row('ALIAS', { buffer: 4 })],
    shows: 3,
  },
  { title: "as an alias all, whatever its item's cap", listing: 'ALIAS', rows: row('LAMP', { cap: 1 }), shows: 7 },
  { title: 'as a kit at most the cap of its row', listing: 'SET', rows: row('SET', { cap: 1 }), shows: 1 },
  { title: "as a kit less by a part's buffer", listing: 'SET', rows: row('CUP', { buffer: 4 }), shows: 2 },
];

/** LAMP as the case has it, eight of CUP, and two items called DOUBLE. */
function targetIn({ rooms, item, rules, rows = [], inFlight = {}, hidden = {}, listing = 'LAMP' }: Case): StockTarget {
  const locations = rooms?.map(([id, onHand, committed]) => ({ id, onHand, committed }));
  const lamp = anItem({ sku: 'LAMP', ...(locations === undefined ? {} : { locations }), ...item });
  const cup = anItem({ id: itemId('22'), sku: 'CUP', locations: [{ id: '3', onHand: 8, committed: 0 }] });
  const doubles = ['23', '24'].map((id) => anItem({ id: itemId(id), sku: 'DOUBLE' }));
  const targets = targetsOf({
    items: [lamp, cup, ...doubles],
    inFlight: new Map(Object.entries(inFlight)),
    hidden: (sku) => hidden[sku] ?? 0,
    skuRules: SKU_RULES,
    rulebook: stockRulebook(stockRules(rules), rows),
  });
  return targets(listing);
}

function outcomeOf(target: StockTarget): Case['shows'] {
  if (target.kind === 'target') return target.quantity;
  return target.kind === 'skipped' ? 'skipped' : target.reason;
}

describe('a listing shows', () => {
  for (const one of [...STOCK, ...SOLD, ...RULES, ...UNCOUNTED, ...SHARED, ...ROWS]) {
    it(one.title, () => {
      const target = targetIn(one);

      assert.equal(Object.is(outcomeOf(target), one.shows), true, JSON.stringify(target));
      if (target.kind === 'target') assert.equal(recomputed(target.terms), target.quantity);
    });
  }
});
