import type { SandboxClock } from './clock.js';
import type { Ledger } from './ledger.js';
import type { Json, SandboxState } from './state.js';

/** What both services stand on. */
export interface SandboxWorld {
  readonly state: SandboxState;
  readonly ledger: Ledger;
  readonly clock: SandboxClock;
  readonly switches: Switches;
}

/** The reading chosen for each unknown of the references, by name; each service documents its own. */
export interface Switches {
  get(name: string): string;
}

/** A switch as a service declares it: its positions, the first being the default, and what is unknown. */
export interface SwitchDeclaration {
  readonly name: string;
  readonly positions: readonly [string, string, ...string[]];
  readonly unknown: string;
}

/** A request as it came over the wire; header names in lower case, the body as text. */
export interface WireRequest {
  readonly method: string;
  /** Path without query, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the ledger, see LedgerCall. */
  readonly operation: string;
  readonly quotaRemaining?: number;
}

/** One simulated service. `handle` is synchronous, so that a request is applied whole or not at all. */
export interface Service {
  handle(request: WireRequest): WireAnswer;
  /** The ledger's words for a request, found without applying it: a fault may have to strike before. */
  operationOf?(request: WireRequest): string;
  /** Called once, with the service's base URL, when its port listens: it may begin what it does by itself. */
  start?(baseUrl: string): void;
  /** Ends at once what it does by itself. */
  close?(): void;
}

/** One call of the control API; `path` may hold `:name` parts, which arrive in `params`. Throw ControlError to refuse. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  handle(input: { params: Readonly<Record<string, string>>; query: URLSearchParams; body: Json }): Json;
}

/** A refused control call: answered with its status and `{ "error": message }`. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}
