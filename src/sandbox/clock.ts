/** The sandbox's own time: the machine's clock plus an offset that the control API moves forward. */
export interface SandboxClock {
  /** Milliseconds since the epoch, in sandbox time. */
  now(): number;
  /** Moves the clock forward; it never goes back, as neither service's did. */
  advance(byMs: number): void;
  readonly offsetMs: number;
}

/** Makes a clock that starts `offsetMs` ahead of the machine's. */
export function createClock(offsetMs = 0): SandboxClock {
  let offset = offsetMs;
  return {
    now: () => Date.now() + offset,
    advance(byMs) {
      if (!(byMs >= 0)) throw new RangeError(`The sandbox clock only moves forward; got ${byMs} ms.`);
      offset += byMs;
    },
    get offsetMs() {
      return offset;
    },
  };
}
