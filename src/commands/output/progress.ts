import { COLUMNS } from './text.js';

/** One line of standard error that says what is under way and what is left; it leaves nothing behind. */
export interface Progress {
  readonly show: (text: string) => void;
  readonly clear: () => void;
}

/** Says nothing: for scripts, and for commands whose work is over at once. */
export const SILENT: Progress = { show: () => undefined, clear: () => undefined };

const START_OF_LINE = '\r\u001b[2K';

/** Shows progress on a terminal that can take a line back; everywhere else nothing is said. */
export function createProgress(world: {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard error is a terminal. */
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}): Progress {
  if (!world.isTerminal || world.env['TERM'] === 'dumb') return SILENT;
  let isShown = false;
  return {
    show(text) {
      isShown = true;
      // One column stays free: a full line would wrap, and only its last part could be taken back.
      world.write(START_OF_LINE + text.slice(0, COLUMNS - 1));
    },
    clear() {
      if (isShown) world.write(START_OF_LINE);
      isShown = false;
    },
  };
}
