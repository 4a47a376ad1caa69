import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { createHouzzClient } from '../../src/clients/houzz/client.js';
import { createTradegeckoClient } from '../../src/clients/tradegecko/client.js';
import { orderReference } from '../../src/domain/ids.js';
import { ApiError, type ApiErrorCode } from '../../src/ports/api-error.js';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control/client.js';
import type { Fault, FaultKind, FaultShape, FaultStroke } from '../../src/sandbox/faults/faults.js';
import { FAULT_KIND_NAMES } from '../../src/sandbox/faults/kinds.js';
import type { LedgerEntry, ServiceName } from '../../src/sandbox/ledger.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
} from '../../src/sandbox/sandbox.js';
import { houzzOptions } from './support/houzz-world.js';
import { draftOf, tradegeckoOptions } from './support/tradegecko-world.js';

/** What a client makes of an answer that was spoilt: an error's code, or nothing to complain of. */
type Verdict = ApiErrorCode | 'fine';

const BEYOND_THE_LIMIT_BYTES = 24 * 1024 * 1024;
/** Nobody listens there, but what followed a redirect would be told so and not as one. */
const ELSEWHERE = 'http://127.0.0.1:9/';
const PATIENT_MS = 10_000;
const HASTY_MS = 500;

/** Each kind, and what a client says when the right answer was spoilt in that way. */
const KINDS: Readonly<Record<FaultKind, readonly [shape: FaultShape, verdict: Verdict]>> = {
  cut: [{ kind: 'cut' }, 'unreachable'],
  reset: [{ kind: 'reset' }, 'unreachable'],
  down: [{ kind: 'down', downMs: 60_000 }, 'unreachable'],
  'cut-head': [{ kind: 'cut-head' }, 'unreachable'],
  half: [{ kind: 'half' }, 'unreachable'],
  'chunk-cut': [{ kind: 'chunk-cut' }, 'unreachable'],
  'chunk-garbled': [{ kind: 'chunk-garbled' }, 'unexpected-shape'],
  length: [{ kind: 'length', by: 5 }, 'timed-out'],
  'double-length': [{ kind: 'double-length' }, 'unexpected-shape'],
  'bad-start': [{ kind: 'bad-start' }, 'unexpected-shape'],
  'invalid-header': [{ kind: 'invalid-header' }, 'unexpected-shape'],
  'huge-header': [{ kind: 'huge-header' }, 'unexpected-shape'],
  http10: [{ kind: 'http10' }, 'fine'],
  interim: [{ kind: 'interim', count: 50 }, 'fine'],
  twice: [{ kind: 'twice' }, 'fine'],
  'close-after': [{ kind: 'close-after' }, 'fine'],
  status: [{ kind: 'status', status: 503 }, 'server-fault'],
  redirect: [{ kind: 'redirect', location: ELSEWHERE }, 'unexpected-shape'],
  'no-content': [{ kind: 'no-content' }, 'unexpected-shape'],
  empty: [{ kind: 'empty' }, 'unexpected-shape'],
  garbage: [{ kind: 'garbage' }, 'unexpected-shape'],
  'error-page': [{ kind: 'error-page' }, 'server-fault'],
  noise: [{ kind: 'noise' }, 'unexpected-shape'],
  type: [{ kind: 'type', contentType: 'text/html' }, 'fine'],
  charset: [{ kind: 'charset', encoding: 'utf-16le' }, 'unexpected-shape'],
  gzip: [{ kind: 'gzip' }, 'fine'],
  'gzip-broken': [{ kind: 'gzip-broken' }, 'unexpected-shape'],
  'gzip-label': [{ kind: 'gzip-label' }, 'unexpected-shape'],
  'gzip-bomb': [{ kind: 'gzip-bomb', bytes: BEYOND_THE_LIMIT_BYTES }, 'unexpected-shape'],
  slow: [{ kind: 'slow', delayMs: 5 }, 'fine'],
  'drip-head': [{ kind: 'drip-head', delayMs: 1 }, 'fine'],
  drip: [{ kind: 'drip', delayMs: 1 }, 'fine'],
  endless: [{ kind: 'endless', bytes: BEYOND_THE_LIMIT_BYTES }, 'unexpected-shape'],
};

/** The two calls of a service that a fault is tried on, and one that comes after it over the same connections. */
interface Caller {
  readonly service: ServiceName;
  readonly read: readonly [operation: string, call: () => Promise<unknown>];
  readonly write: readonly [operation: string, call: () => Promise<unknown>];
  readonly next: () => Promise<unknown>;
  readonly close: () => void;
}

let drafts = 0;

function houzzCaller({ houzzUrl }: Sandbox, timeoutMs: number): Caller {
  const client = createHouzzClient({ ...houzzOptions(houzzUrl), timeoutMs });
  drafts += 1;
  const level = { sku: 'LAMP-1', quantity: drafts };
  return {
    service: 'houzz',
    read: ['GET getOrders', () => client.listImportable(null, {})],
    write: ['POST updateInventory', () => client.setStock([level], {})],
    next: () => client.listListings(null, {}),
    close: () => {
      client.close();
    },
  };
}

function tradegeckoCaller({ tradegeckoUrl }: Sandbox, timeoutMs: number): Caller {
  const client = createTradegeckoClient({ ...tradegeckoOptions(tradegeckoUrl), timeoutMs });
  drafts += 1;
  const draft = draftOf(drafts);
  return {
    service: 'tradegecko',
    read: ['GET /orders', () => client.findByReference(orderReference('HZ-0'), {})],
    write: ['POST /orders', () => client.createSalesOrder(draft, { key: `key-${draft.reference}` })],
    next: () => client.checkCredentials({}),
    close: () => {
      client.close();
    },
  };
}

/** What a client must say of a call, and whether the service must have done what was asked. */
interface Wanted {
  readonly verdict: Verdict;
  readonly isApplied: boolean;
}

async function outcomeOf(call: Promise<unknown>): Promise<{ readonly verdict: Verdict; readonly error?: ApiError }> {
  try {
    await call;
    return { verdict: 'fine' };
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return { verdict: error.code, error };
  }
}

async function openSandbox(): Promise<Sandbox> {
  const quota = { limit: 1_000_000, windowMs: 300_000 };
  const sandbox = await startSandbox({
    houzz: DEMO_HOUZZ_CREDENTIALS,
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN, quota },
  });
  const control = createSandboxControl(sandbox.houzzUrl);
  await control.houzz.putListing('LAMP-1', { quantity: 0 });
  await control.houzz.placeOrders({ lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] });
  await control.tradegecko.putVariant('LAMP-1', { stock: { 8401: 5 } });
  return sandbox;
}

describe('the clients under a fault of each kind', () => {
  // One for each client: both are struck at the same time.
  let sandboxes: Readonly<Record<ServiceName, Sandbox>>;

  before(async () => {
    sandboxes = { houzz: await openSandbox(), tradegecko: await openSandbox() };
  });

  after(async () => {
    await Promise.all([sandboxes.houzz.close(), sandboxes.tradegecko.close()]);
  });

  /** The control API over the port that the fault leaves alone, as the struck one may be down. */
  const controlBeside = (service: ServiceName): SandboxControl => {
    const { houzzUrl, tradegeckoUrl } = sandboxes[service];
    return createSandboxControl(service === 'houzz' ? tradegeckoUrl : houzzUrl);
  };

  /** Makes a call under a fault and one after it; returns what came of it and what the service did meanwhile. */
  async function underFault(caller: Caller, kind: 'read' | 'write', stroke: FaultStroke) {
    const { service, next } = caller;
    const beside = controlBeside(service);
    const [operation, call] = caller[kind];
    const fault: Fault = { service, operation, ...stroke };
    const since = (await beside.ledger()).at(-1)?.seq ?? 0;
    await beside.addFaults(fault);
    const outcome = await outcomeOf(call());
    await beside.clearFaults();
    const entries = await beside.ledger(since);
    await next();
    return { ...outcome, calls: countOf(entries, operation), effects: countEffects(entries) };
  }

  const countOf = (entries: readonly LedgerEntry[], operation: string): number =>
    entries.filter((entry) => entry.kind === 'call' && entry.operation === operation).length;
  const countEffects = (entries: readonly LedgerEntry[]): number =>
    entries.filter((entry) => entry.kind === 'effect' && ['order.created', 'stock.set'].includes(entry.effect)).length;

  async function checkBoth(stroke: FaultStroke, wanted: Wanted): Promise<void> {
    const timeoutMs = wanted.verdict === 'timed-out' ? HASTY_MS : PATIENT_MS;
    const callers = [houzzCaller(sandboxes.houzz, timeoutMs), tradegeckoCaller(sandboxes.tradegecko, timeoutMs)];
    await Promise.all(callers.map((caller) => check(caller, stroke, wanted).finally(caller.close)));
  }

  async function check(caller: Caller, stroke: FaultStroke, { verdict, isApplied }: Wanted): Promise<void> {
    const read = await underFault(caller, 'read', stroke);
    const write = await underFault(caller, 'write', stroke);

    const about = `${caller.service} ${JSON.stringify(stroke)}`;
    assert.deepEqual([read.verdict, write.verdict], [verdict, verdict], about);
    assert.deepEqual([read.calls, write.calls], [1, 1], `${about}: neither repeated nor followed elsewhere`);
    assert.equal(write.effects, isApplied ? 1 : 0, about);
    assert.equal(write.error?.details.mayHaveBeenApplied ?? true, true, `${about}: nothing is called undone`);
  }

  for (const kind of FAULT_KIND_NAMES) {
    const [shape, verdict] = KINDS[kind];

    it(`say ${verdict} when ${kind} spoils an answer, and go on`, async () => {
      for (const place of ['after', 'answer'] as const)
        await checkBoth({ place, ...shape }, { verdict, isApplied: true });
    });

    it(`take no page of a proxy for an answer when ${kind} strikes before the effect`, async () => {
      const isDelay = kind === 'slow';
      const saidOfPage = verdict === 'fine' && !isDelay ? 'unexpected-shape' : verdict;
      await checkBoth({ place: 'before', ...shape }, { verdict: saidOfPage, isApplied: isDelay });
    });
  }

  for (const applied of [true, false]) {
    it(`say timed-out of silence ${applied ? 'after' : 'before'} the effect, and go on`, async () => {
      await checkBoth({ place: 'silence', applied }, { verdict: 'timed-out', isApplied: applied });
    });
  }
});
