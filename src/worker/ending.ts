import { formatDuration } from '../config/durations.js';

/** How a process is asked to end. */
export interface Ending {
  /** Aborted when somebody first asked. */
  readonly asked: AbortSignal;
  /** Leaves signals to the system again, and forgets the bound. */
  stop(): void;
}

export interface EndingOptions {
  /** The longest that an orderly end may take. */
  readonly drainMs: number;
  readonly say: (line: string) => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What shells report of a program that a person interrupted. */
const EXIT_AT_ONCE = 130;
/** The time to wait was over before the outcome was known. */
const EXIT_UNDRAINED = 5;

/** Listens to signals: the first asks for an orderly end within a bound, the second ends at once. */
export function listenForEnd({ drainMs, say, exit }: EndingOptions): Ending {
  const asked = new AbortController();
  let bound: NodeJS.Timeout | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked.signal.aborted) {
      say(`${signal} again: ended at once. What was under way is tried again by the next worker.`);
      exit(EXIT_AT_ONCE);
      return;
    }
    const most = formatDuration(drainMs);
    say(`${signal}: finishing what is under way, at most ${most}; a second signal ends at once.`);
    bound = setTimeout(() => {
      say(`Not everything ended within ${most}. What was under way is tried again by the next worker.`);
      exit(EXIT_UNDRAINED);
    }, drainMs).unref();
    asked.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    asked: asked.signal,
    stop() {
      clearTimeout(bound);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
