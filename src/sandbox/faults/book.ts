import { drawStroke } from './storm.js';
import type { Fault, StruckFault } from './faults.js';
import type { ServiceName } from '../ledger.js';
import { createRandom, type Random } from '../random.js';

/** A fault with what became of it: the matching calls it saw and those it struck. */
type FaultRecord = { readonly fault: Fault; readonly seen: number; readonly struck: number };

/** The faults of one sandbox. They are not kept over a restart: they belong to one test, not to the world. */
export interface FaultBook {
  add(faults: readonly Fault[]): void;
  list(): FaultRecord[];
  clear(): void;
  /** The fault that strikes this call, if one does; `operations` are the ways to write the same call. */
  draw(service: ServiceName, operations: readonly string[]): StruckFault | undefined;
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
    draw(service, operations) {
      const striking = waiting.find((candidate) => aimsAt(candidate.fault, service, operations) && strikes(candidate));
      return striking === undefined ? undefined : settle(striking);
    },
  };
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

function settle({ fault, random }: Waiting): StruckFault {
  return fault.place === 'any' ? { ...fault, ...drawStroke(random) } : fault;
}
