import { DefaultLogger, type LogEntry, type Logger } from '@temporalio/worker';
import { pino, type Logger as PinoLogger } from 'pino';

/** Makes the process's log: one JSON line an event on standard error, so that standard output stays free. */
export function createLog(level: string): PinoLogger {
  return pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: false }),
  );
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
    if (level === 'ERROR') log.error(fields, message);
    else log.warn(fields, message);
  });
}

const PASSED_ON = ['workflowId', 'activityType', 'attempt', 'taskQueue'] as const;

function fieldsOf(meta: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.fromEntries(PASSED_ON.map((name) => [name, meta[name]]));
  return { ...fields, error: wordsOf(meta['error']) };
}

/** Our failures' messages hold no personal data; a stack adds nothing that an operator can use. */
function wordsOf(error: unknown): string | undefined {
  return error instanceof Error ? `${error.name}: ${error.message}` : undefined;
}
