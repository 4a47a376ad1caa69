import { createControlCall, hasMembers, type CallControl } from './call.js';
import { createHouzzControl, type HouzzControl } from './client-houzz.js';
import { createTradegeckoControl, type TradegeckoControl } from './client-tradegecko.js';
import type { Fault } from '../faults/faults.js';
import type { LedgerEntry } from '../ledger.js';

/** What the sandbox says of itself. */
interface SandboxInfo {
  readonly now: string;
  readonly clockOffsetMs: number;
  readonly seed: number;
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
  /** Documents by table. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A fault as it stands, with the matching calls it saw and those it struck. */
type StandingFault = Fault & { readonly seen: number; readonly struck: number };

/** A typed client of the control API, for tests and the demonstration. */
export interface SandboxControl {
  info(): Promise<SandboxInfo>;
  advanceClock(advanceMs: number): Promise<{ readonly now: string; readonly clockOffsetMs: number }>;
  /** Entries above a sequence number, oldest first. */
  ledger(after?: number): Promise<readonly LedgerEntry[]>;
  switches(): Promise<Readonly<Record<string, string>>>;
  turnSwitches(positions: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>;
  /** Adds faults to those that wait already. */
  addFaults(...faults: readonly Fault[]): Promise<readonly StandingFault[]>;
  faults(): Promise<readonly StandingFault[]>;
  clearFaults(): Promise<void>;
  readonly houzz: HouzzControl;
  readonly tradegecko: TradegeckoControl;
}

/** Makes a control client; the URL of either port will do. */
export function createSandboxControl(baseUrl: string): SandboxControl {
  const call = createControlCall(baseUrl);
  return {
    ...worldCalls(call),
    ...faultCalls(call),
    houzz: createHouzzControl(call),
    tradegecko: createTradegeckoControl(call),
  };
}

type WorldCalls = Pick<SandboxControl, 'info' | 'advanceClock' | 'ledger' | 'switches' | 'turnSwitches'>;

function worldCalls(call: CallControl): WorldCalls {
  const isBoard = hasMembers<Record<string, string>>();
  return {
    info: () => call({ path: '', isAnswer: hasMembers<SandboxInfo>('now', 'houzzUrl', 'tradegeckoUrl', 'counts') }),
    advanceClock: (advanceMs) =>
      call({
        method: 'POST',
        path: '/clock',
        body: { advanceMs },
        isAnswer: hasMembers<{ now: string; clockOffsetMs: number }>('now', 'clockOffsetMs'),
      }),
    async ledger(after = 0) {
      const isAnswer = hasMembers<{ entries: readonly LedgerEntry[] }>('entries');
      return (await call({ path: `/ledger?after=${after}`, isAnswer })).entries;
    },
    switches: () => call({ path: '/switches', isAnswer: isBoard }),
    turnSwitches: (body) => call({ method: 'PUT', path: '/switches', body, isAnswer: isBoard }),
  };
}

function faultCalls(call: CallControl): Pick<SandboxControl, 'addFaults' | 'faults' | 'clearFaults'> {
  const path = '/faults';
  const isAnswer = hasMembers<{ faults: readonly StandingFault[] }>('faults');
  return {
    addFaults: async (...faults) => (await call({ method: 'POST', path, body: { faults }, isAnswer })).faults,
    faults: async () => (await call({ path, isAnswer })).faults,
    async clearFaults() {
      await call({ method: 'DELETE', path, isAnswer });
    },
  };
}
