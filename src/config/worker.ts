import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { choice, duration, text } from './fields.js';

/** How the process of the worker runs; what it works on stands in the configuration file. */
export interface WorkerSettings {
  /** Where an embedded Temporal keeps its data. */
  readonly stateDir: string;
  readonly log: LogSettings;
  /** Where health and metrics are served; null for nowhere. */
  readonly health: HealthSettings | null;
  /** How long a start waits for a Temporal that does not answer yet. */
  readonly temporalWaitMs: number;
  /** How long a stop waits for what is under way. */
  readonly drainMs: number;
}

export interface LogSettings {
  readonly format: 'json' | 'pretty';
  readonly level: 'error' | 'warn' | 'info' | 'debug';
}

export interface HealthSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Whether somebody asked for this port: one that nobody asked for gives way to a free one. */
  readonly isChosen: boolean;
}

const STATE_DIR = '.orderbridge';
const HEALTH_HOST = '127.0.0.1';
const HEALTH_PORT = 9233;
const PORT_MAX = 65_535;

/** Where a worker in the same place keeps a Temporal of its own, whatever else is wrong with its settings. */
export const stateDirOf = (env: Readonly<Record<string, string | undefined>>): string =>
  env['ORDERBRIDGE_STATE'] || STATE_DIR;

/** The worker's variables. */
export const settingsSchema = (isTerminal: boolean) =>
  z
    .object({
      ORDERBRIDGE_STATE: text('Name a folder.')
        .prefault(STATE_DIR)
        .describe('Where a Temporal of its own keeps its data; commands find it by the same variable.'),
      ORDERBRIDGE_LOG: choice(['json', 'pretty'], 'Say how the log is written.')
        .prefault(isTerminal ? 'pretty' : 'json')
        .describe(
          'How the log is written: json is one object a line, pretty is for people. Left out, it is pretty on a ' +
            'terminal.',
        ),
      ORDERBRIDGE_LOG_LEVEL: choice(['error', 'warn', 'info', 'debug'], 'Say what is logged.')
        .prefault('info')
        .describe('What is logged.'),
      ORDERBRIDGE_HEALTH_HOST: text('Give the address of one network of this machine.')
        .prefault(HEALTH_HOST)
        .describe('The address that /healthz and /metrics listen on; 0.0.0.0 inside a container.'),
      ORDERBRIDGE_HEALTH_PORT: portOrOff()
        .optional()
        .describe(
          'The port of /healthz and /metrics; 0 takes any free port, off serves neither. Left out, it is 9233, ' +
            'or a free one where that is in use.',
        ),
      ORDERBRIDGE_TEMPORAL_WAIT: duration('0s', '7d', 'Say how long a start waits for Temporal.')
        .prefault('2m')
        .describe('How long a start waits for a Temporal that does not answer yet.'),
      ORDERBRIDGE_DRAIN: duration('2s', '1h', 'Say how long a stop waits for what is under way.')
        .prefault('45s')
        .describe('How long a stop waits for what is under way.'),
    })
    .transform((read): WorkerSettings => {
      const { ORDERBRIDGE_HEALTH_HOST: host, ORDERBRIDGE_HEALTH_PORT: port } = read;
      return {
        stateDir: read.ORDERBRIDGE_STATE,
        log: { format: read.ORDERBRIDGE_LOG, level: read.ORDERBRIDGE_LOG_LEVEL },
        health: port === null ? null : { host, port: port ?? HEALTH_PORT, isChosen: port !== undefined },
        temporalWaitMs: read.ORDERBRIDGE_TEMPORAL_WAIT,
        drainMs: read.ORDERBRIDGE_DRAIN,
      };
    });

/** A port, or null for none. */
function portOrOff() {
  const next = `Give a port from 0 to ${PORT_MAX} (0 takes any free one), or off.`;
  return z
    .string()
    .regex(/^(?:off|\d{1,5})$/, { error: next })
    .meta({ $comment: 'port, or `off`' })
    .transform((written) => (written === 'off' ? null : Number(written)))
    .refine((port) => port === null || port <= PORT_MAX, { error: next, params: { what: 'is no port' } });
}

/** Reads the worker's own variables; throws a ConfigError that names everything that is wrong with them. */
export function readWorkerSettings(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): WorkerSettings {
  // A variable that is set to nothing counts as not set, as shells have no other way to take one back for one call.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settingsSchema(isTerminal).safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const what: unknown = issue.code === 'custom' ? issue.params?.['what'] : undefined;
    return {
      where: issue.path.join('.'),
      line: null,
      what: typeof what === 'string' ? what : 'cannot be used as it stands',
      next: issue.message,
    };
  });
  throw new ConfigError('of the environment', problems);
}
