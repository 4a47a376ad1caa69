import { createRandom, type Random } from './random.js';
import type { ServiceName } from './ledger.js';

/** How a fault shows on the wire. */
type FaultKind = 'cut' | 'status' | 'half' | 'garbage' | 'slow';

/** What a fault does: before the effect happens, after it, in the answer, or by never answering. */
export type FaultStroke =
  | { readonly place: 'silence'; readonly applied?: boolean; readonly kind?: FaultKind }
  | { readonly place: 'before' | 'after' | 'answer'; readonly kind: 'cut' | 'half' | 'garbage' }
  | {
      readonly place: 'before' | 'after' | 'answer';
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
    }
  | { readonly place: 'before' | 'after' | 'answer'; readonly kind: 'slow'; readonly delayMs: number };

/** Which calls a fault strikes, and how often. */
export type FaultAim = {
  readonly name?: string;
  readonly service: ServiceName;
  /** The ledger's operation words, or how they begin; absent: every call. */
  readonly operation?: string;
  /** How many calls it strikes; 1 unless told. */
  readonly times?: number;
  /** How many matching calls it lets pass first. */
  readonly skip?: number;
  /** Strikes a matching call only with this chance, drawn from `seed`. */
  readonly probability?: number;
  readonly seed?: number;
};

/** A disturbance that waits for its call. */
export type Fault = FaultAim & FaultStroke;

/** A fault with what became of it: the matching calls it saw and those it struck. */
type FaultRecord = { readonly fault: Fault; readonly seen: number; readonly struck: number };

/** The faults of one sandbox. They are not kept over a restart: they belong to one test, not to the world. */
export interface FaultBook {
  add(faults: readonly Fault[]): void;
  list(): FaultRecord[];
  clear(): void;
  /** The fault that strikes this call, if one does; `operations` are the ways to write the same call. */
  draw(service: ServiceName, operations: readonly string[]): Fault | undefined;
}

interface Waiting {
  readonly fault: Fault;
  readonly random: Random;
  seen: number;
  struck: number;
}

/** Makes an empty book of faults. */
export function createFaultBook(): FaultBook {
  let waiting: Waiting[] = [];
  return {
    add(faults) {
      for (const fault of faults) waiting.push({ fault, random: createRandom(fault.seed ?? 1), seen: 0, struck: 0 });
    },
    list: () => waiting.map(({ fault, seen, struck }) => ({ fault, seen, struck })),
    clear() {
      waiting = [];
    },
    draw: (service, operations) =>
      waiting.find((candidate) => aimsAt(candidate.fault, service, operations) && strikes(candidate))?.fault,
  };
}

/** What a fault is called in the ledger. */
export function nameOf(fault: Fault): string {
  return fault.name ?? (fault.place === 'silence' ? 'silence' : `${fault.place} ${fault.kind}`);
}

function aimsAt(fault: Fault, service: ServiceName, operations: readonly string[]): boolean {
  if (fault.service !== service) return false;
  const { operation } = fault;
  return operation === undefined || operations.some((candidate) => candidate.startsWith(operation));
}

function strikes(waiting: Waiting): boolean {
  const { fault } = waiting;
  if (waiting.struck >= (fault.times ?? 1)) return false;
  waiting.seen += 1;
  if (waiting.seen <= (fault.skip ?? 0)) return false;
  if (fault.probability !== undefined && waiting.random() >= fault.probability) return false;
  waiting.struck += 1;
  return true;
}
