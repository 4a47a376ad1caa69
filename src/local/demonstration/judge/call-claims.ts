import type { LedgerCall, LedgerEffect } from '../../../sandbox/ledger.js';
import type { Evidence } from '../evidence.js';
import { referenceIn, type CaseFile } from './case-file.js';
import { exactly, noneOf, type Figure } from './figure.js';

/** The figures about calls: what they cost, and that no quota was overrun. */
export function callFigures(files: readonly CaseFile[], evidence: Evidence): readonly Figure[] {
  const calls = evidence.entries.filter((entry) => entry.kind === 'call');
  const ofTradegecko = calls.filter(({ service }) => service === 'tradegecko');
  const posts = ofTradegecko.filter(({ operation }) => operation === 'POST /orders').length;
  const ships = calls.filter(({ operation }) => operation === 'POST updateOrder Ship').length;
  const created = files.reduce((sum, file) => sum + file.created.length, 0);
  const shipped = files.filter(({ plan }) => plan.fate.kind === 'ship').length;
  return [
    duplicates(evidence),
    lost(files),
    spent('Calls of POST /orders, one for each delivery', { is: posts, shouldBe: created }, evidence),
    spent('Calls of Ship, one for each shipped order', { is: ships, shouldBe: shipped }, evidence),
    noneOf('Answers 429 of TradeGecko', named(ofTradegecko.filter(({ status }) => status === 429))),
    noneOf('Calls that left nothing of the quota', named(ofTradegecko.filter((call) => call.quotaRemaining === 0))),
  ];
}

/** Sales orders beyond the one of each order, also when they were voided or deleted again, and those of no order. */
function duplicates({ orders, salesOrders, entries }: Evidence): Figure {
  const made = entries.filter((entry) => entry.kind === 'effect' && entry.effect === 'order.created');
  const madeBefore = new Set<string>();
  const unowned = new Set(orders.map(({ orderId }) => orderId));
  const extra = made.filter((entry): entry is LedgerEffect => {
    if (entry.kind !== 'effect') return false;
    madeBefore.add(entry.subject);
    return !unowned.delete(referenceIn(entry));
  });
  // What stands there without an entry of its own was not made by a call that the ledger saw.
  const strays = salesOrders.filter(({ id }) => !madeBefore.has(String(id)));
  return noneOf('Duplicates', [
    ...extra.map((entry) => `sales order ${entry.subject}, entry ${entry.seq}`),
    ...strays.map(({ id }) => `sales order ${id}, in no entry`),
  ]);
}

/** Importable orders that nobody holds: no workflow, or one that failed, though nobody cancelled them early. */
function lost(files: readonly CaseFile[]): Figure {
  const wrong = files.filter(({ plan: { fate }, runs, salesOrders }) => {
    if (fate.kind === 'leave') return false;
    if (runs.some(({ stands }) => stands === 'failed')) return true;
    const mayBeUnseen = fate.kind === 'cancel-in-channel' && fate.when === 'soon';
    return !mayBeUnseen && (runs.length === 0 || salesOrders.length === 0);
  });
  const names = wrong.map(({ order }) => order.orderId);
  return noneOf('Lost', names);
}

interface Cost {
  readonly is: number;
  readonly shouldBe: number;
}

/** After a kill a call may be made again, because nobody knows whether it was; its effect still happens once. */
function spent(claim: string, { is, shouldBe }: Cost, { isUninterrupted }: Evidence): Figure {
  if (isUninterrupted) return exactly(claim, { is, shouldBe }, []);
  return { claim, is, shouldBe: `at least ${shouldBe}`, ok: is >= shouldBe, wrong: [] };
}

const named = (calls: readonly LedgerCall[]): readonly string[] =>
  calls.map(({ seq, operation }) => `${operation}, entry ${seq}`);
