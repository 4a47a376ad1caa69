/** The sandbox's own time: the machine's clock plus an offset that the control API moves forward. */
export interface SandboxClock {
  /** Milliseconds since the epoch, in sandbox time. */
  now(): number;
  /** Moves the clock forward; it never goes back, as neither service's did. */
  advance(byMs: number): void;
  /** Tells when the clock was moved, because what waits for a moment must then look again. */
  onAdvance(listener: () => void): void;
  readonly offsetMs: number;
}

/** Makes a clock that starts `offsetMs` ahead of the machine's. */
export function createClock(offsetMs = 0): SandboxClock {
  let offset = offsetMs;
  const listeners: (() => void)[] = [];
  return {
    now: () => Date.now() + offset,
    advance(byMs) {
      if (!(byMs >= 0)) throw new RangeError(`The sandbox clock only moves forward; got ${byMs} ms.`);
      offset += byMs;
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.push(listener);
    },
    get offsetMs() {
      return offset;
    },
  };
}
