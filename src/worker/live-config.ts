import type { Config } from '../config/config.js';
import { ConfigError, describeProblem } from '../config/config-error.js';
import { watchFile } from './file-watch.js';
import type { ConfigurationHealth } from './health.js';

export interface LiveConfigOptions {
  readonly first: Config;
  readonly load: () => Config;
  readonly apply: (config: Config) => Promise<void>;
  readonly say: (line: string) => void;
  /** Told of a file that cannot be used: what, why, next. */
  readonly refuse: (what: string, why: string, next: string) => void;
}

/** The configuration of a process that goes on while its file changes. */
export interface LiveConfig {
  health(): ConfigurationHealth;
  /** Reads the file again, although it looks unchanged: a secret that it only names may have changed. */
  readAgain(): Promise<void>;
  stop(): void;
}

/** Follows the file. One that cannot be used is told once, and what was in force stays in force. */
export function followConfig({ first, load, apply, say, refuse }: LiveConfigOptions): LiveConfig {
  let readAt = new Date().toISOString();
  let problem: string | null = null;
  async function read(): Promise<void> {
    try {
      const config = load();
      readAt = new Date().toISOString();
      if (problem !== null) say(`The configuration ${config.path} can be used again.`);
      problem = null;
      await apply(config);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problem = error.problems.map(describeProblem).join('\n');
      const what = `The configuration ${error.path} cannot be used any more; the settings before stay in force.`;
      refuse(what, problem, 'Mend what is named above; the file is read again as soon as it changes.');
    }
  }
  const stop = watchFile(first.path, read);
  return { health: () => ({ file: first.path, readAt, problem }), readAgain: read, stop };
}
