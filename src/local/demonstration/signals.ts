/** Being asked to end. */
export interface EndSignals {
  /** Aborted when somebody first asked. */
  readonly asked: AbortSignal;
  /** Leaves signals to the system again. */
  stop(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT_AT_ONCE = 130;

/** Listens to Ctrl-C and its kin: the first asks for an orderly end, the second ends at once. */
export function listenToSignals(say: (line: string) => void): EndSignals {
  const asked = new AbortController();
  const onSignal = (): void => {
    // Nothing needs our goodbye: the server's guard sees that we are gone, and all state is on disk.
    if (asked.signal.aborted) process.exit(EXIT_AT_ONCE);
    say('Ending; press Ctrl-C again to end at once.');
    asked.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    asked: asked.signal,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
