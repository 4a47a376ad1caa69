import { DefaultLogger, type LogEntry, type Logger, type TelemetryOptions } from '@temporalio/worker';
import { pino, type Logger as PinoLogger, type LoggerOptions } from 'pino';
import type { LogSettings } from '../config/worker.js';
import { prettyLine } from './pretty.js';

/**
 * Makes the process's log on standard error, so that standard output stays free: one JSON object a line for programs,
 * or lines for people.
 */
export function createLog({ format, level }: LogSettings): PinoLogger {
  const out = pino.destination({ fd: 2, sync: true });
  const options: LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return format === 'json' ? pino(options, out) : pino(options, { write: (line) => out.write(prettyLine(line)) });
}

/** How Temporal's own parts log: through ours, so that every line has one form and can be judged. */
export function runtimeLogging(log: PinoLogger): {
  readonly logger: Logger;
  readonly telemetryOptions: TelemetryOptions;
} {
  return {
    logger: forTemporal(log),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } },
  };
}

/**
 * What tells an operator nothing: the core repeats the first by the dozen while its server is down, and the others
 * say that a Worker of one queue does what that queue is for.
 */
const NOISE = /^(gRPC call|Error while polling|Poll|No workflows registered|No Nexus services registered)/;

/** Passes warnings and errors of the worker on to our log. Their fields name workflows, queues and activities only. */
export function forTemporal(log: PinoLogger): Logger {
  return new DefaultLogger('WARN', ({ level, message, meta }: LogEntry) => {
    if (NOISE.test(message)) return;
    const fields = fieldsOf({ ...meta });
    // A slot that nobody waits for any more is how a Worker of a spent quota ends.
    if (message.startsWith('Error in custom slot supplier') && fields.error?.startsWith('AbortError')) return;
    if (level === 'ERROR') log.error(fields, message);
    else log.warn(fields, message);
  });
}

const PASSED_ON = ['workflowId', 'activityType', 'attempt', 'taskQueue'] as const;

type Fields = Readonly<Record<string, unknown>> & { readonly error: string | undefined };

function fieldsOf(meta: Readonly<Record<string, unknown>>): Fields {
  const fields = Object.fromEntries(PASSED_ON.map((name) => [name, meta[name]]));
  return { ...fields, error: wordsOf(meta['error']) };
}

/** Our failures' messages hold no personal data; a stack adds nothing that an operator can use. */
function wordsOf(error: unknown): string | undefined {
  return error instanceof Error ? `${error.name}: ${error.message}` : undefined;
}
