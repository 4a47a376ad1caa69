import { explain } from './commands/explain.js';
import { readWorkerSettings } from './config/worker.js';
import { listenForEnd } from './worker/ending.js';
import { createLog } from './worker/logging.js';
import { runWorker } from './worker/run-worker.js';

const { env } = process;
const isTerminal = process.stderr.isTTY;
// What is wrong with the settings has to be told, too.
let log = createLog({ format: isTerminal ? 'pretty' : 'json', level: 'info' });

/** Says why this process ends, and ends it: never in silence, and never with a stack. */
function fail(error: unknown): void {
  const { what, why, next, exitCode } = explain(error);
  log.fatal({ why, next }, what);
  process.exit(exitCode);
}

async function main(): Promise<void> {
  const settings = readWorkerSettings(env, isTerminal);
  log = createLog(settings.log);
  const ending = listenForEnd({
    drainMs: settings.drainMs,
    say: (line) => {
      log.info(line);
    },
    exit: (code) => process.exit(code),
  });
  try {
    await runWorker({ env, cwd: process.cwd(), settings, log, isTerminal, asked: ending.asked });
  } catch (error) {
    // Somebody who ended the start does not wait to hear that it did not come to its end.
    const isGivenUp = ending.asked.aborted && error instanceof Error && error.name === 'AbortError';
    if (!isGivenUp) throw error;
  } finally {
    ending.stop();
  }
  log.info('Stopped.');
}

// Warnings of Node would stand between the lines of a log that programs read.
process.removeAllListeners('warning');
process.on('warning', ({ name, message }) => {
  log.warn({ warning: name }, message);
});
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
main().catch(fail);
