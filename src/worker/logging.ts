import { DefaultLogger, type LogEntry, type Logger } from '@temporalio/worker';
import { pino, type Logger as PinoLogger } from 'pino';

/** Makes the process's log: one JSON line an event on standard error, so that standard output stays free. */
export function createLog(level: string): PinoLogger {
  return pino({ level, base: { pid: process.pid } }, pino.destination({ fd: 2, sync: false }));
}

/** What the core repeats by the dozen while its server is down; one line of our own says the same. */
const REPEATED = /^(gRPC call|Error while polling|Poll)/;

/** Passes the worker's own messages on to our log. Their fields name workflows, queues and activities: no payloads. */
export function forTemporal(log: PinoLogger): Logger {
  return new DefaultLogger('INFO', ({ level, message, meta }: LogEntry) => {
    if (level === 'WARN' && REPEATED.test(message)) return;
    const fields = fieldsOf({ ...meta });
    if (level === 'ERROR') log.error(fields, message);
    else if (level === 'WARN') log.warn(fields, message);
    else if (level === 'INFO') log.info(fields, message);
    else log.debug(fields, message);
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
