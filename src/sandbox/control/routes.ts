import { readCount, readList, readRecord, readText } from './input.js';
import { readFault } from '../faults/input.js';
import type { FaultBook } from '../faults/book.js';
import { ControlError, type ControlRoute, type SandboxWorld } from '../service.js';
import type { Json } from '../state.js';
import type { SwitchBoard } from '../switches.js';

/** What the general control calls work on. */
export interface GeneralDesk {
  readonly world: SandboxWorld & { readonly switches: SwitchBoard };
  readonly faults: FaultBook;
  readonly seed: number;
  /** The base URLs, known once both ports listen. */
  urls(): { readonly houzzUrl: string; readonly tradegeckoUrl: string };
  /** Every control call, as `GET /_sandbox`. */
  calls(): readonly string[];
  /** Ends an outage that a fault began. */
  comeBack(): void;
}

/** The control calls that belong to neither service. */
export function generalControlRoutes(desk: GeneralDesk): readonly ControlRoute[] {
  return [
    { method: 'GET', path: '/_sandbox', handle: () => describe(desk) },
    { method: 'GET', path: '/_sandbox/calls', handle: () => ({ calls: desk.calls() }) },
    { method: 'POST', path: '/_sandbox/clock', handle: ({ body }) => advanceClock(desk, body) },
    { method: 'GET', path: '/_sandbox/ledger', handle: ({ query }) => readLedger(desk, query) },
    { method: 'GET', path: '/_sandbox/switches', handle: () => desk.world.switches.all() },
    { method: 'PUT', path: '/_sandbox/switches', handle: ({ body }) => turnSwitches(desk, body) },
    { method: 'GET', path: '/_sandbox/faults', handle: () => listFaults(desk) },
    { method: 'POST', path: '/_sandbox/faults', handle: ({ body }) => addFaults(desk, body) },
    { method: 'DELETE', path: '/_sandbox/faults', handle: () => clearFaults(desk) },
  ];
}

function describe(desk: GeneralDesk): Json {
  const { clock, state } = desk.world;
  return {
    now: new Date(clock.now()).toISOString(),
    clockOffsetMs: clock.offsetMs,
    seed: desk.seed,
    ...desk.urls(),
    counts: state.sizes(),
  };
}

/** Beyond it dates are written otherwise, and much later not at all: no call could be answered any more. */
const LAST_MOMENT_MS = Date.parse('9999-12-31T23:59:59.999Z');

function advanceClock(desk: GeneralDesk, body: Json): Json {
  const { clock, state } = desk.world;
  const advanceMs = readCount(readRecord(body, 'The body'), 'advanceMs');
  if (clock.now() + advanceMs > LAST_MOMENT_MS) throw new ControlError(400, 'advanceMs leads beyond the year 9999.');
  clock.advance(advanceMs);
  // Kept, because a sandbox that starts again must not go back in time.
  state.table<number>('clock').put('offsetMs', clock.offsetMs);
  return { now: new Date(clock.now()).toISOString(), clockOffsetMs: clock.offsetMs };
}

function readLedger(desk: GeneralDesk, query: URLSearchParams): Json {
  const after = Number(query.get('after') ?? '0');
  if (!Number.isSafeInteger(after) || after < 0) throw new ControlError(400, 'after must be a sequence number.');
  const entries = desk.world.ledger.read(after);
  return { entries, last: entries.at(-1)?.seq ?? after };
}

function turnSwitches(desk: GeneralDesk, body: Json): Json {
  const positions = readRecord(body, 'The body');
  const wanted = Object.keys(positions).map((name) => [name, readText(positions, name)] as const);
  desk.world.switches.set(Object.fromEntries(wanted));
  return desk.world.switches.all();
}

function listFaults(desk: GeneralDesk): Json {
  return { faults: desk.faults.list().map(({ fault, seen, struck }) => ({ ...fault, seen, struck })) };
}

function addFaults(desk: GeneralDesk, body: Json): Json {
  const faults = readList(readRecord(body, 'The body')['faults'], 'faults').map(readFault);
  desk.faults.add(faults);
  return listFaults(desk);
}

function clearFaults(desk: GeneralDesk): Json {
  desk.faults.clear();
  desk.comeBack();
  return { faults: [] };
}
