import { once } from 'node:events';
import { HELP, readArguments, type Arguments } from './arguments.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from './sandbox.js';
import { ControlError } from './service.js';
import { StartError } from './start-error.js';

/** What the program ends with; scripts may rely on it. */
const EXIT = { fine: 0, usage: 2, ourFault: 70 } as const;

const PROGRESS_EVERY_MS = 1_000;

/** Says something to whoever watches; standard output belongs to what was asked for. */
function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function run(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  if (given === undefined) {
    process.stdout.write(`${HELP}\n`);
    return EXIT.fine;
  }
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ending.abort();
    });
  }
  const sandbox = await startSandbox(withNotes(given.options, ending.signal));
  process.stdout.write(given.isJson ? inJson(sandbox, given) : inWords(sandbox, given));
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  await sandbox.close();
  return EXIT.fine;
}

function withNotes(options: SandboxOptions, ending: AbortSignal): SandboxOptions {
  const { plant } = options;
  if (plant === undefined) return options;
  let saidAtMs = Date.now();
  return {
    ...options,
    plant: {
      ...plant,
      onProgress({ skus, orders }) {
        if (ending.aborted) throw new StartError('Ended in the middle of filling the world.');
        if (Date.now() - saidAtMs < PROGRESS_EVERY_MS) return;
        saidAtMs = Date.now();
        note(`Filling the world: ${skus} of ${plant.skus} SKUs, ${orders} of ${plant.orders} orders.`);
      },
      onKept: () => {
        note('The folder holds a world already and keeps it; --skus and --orders fill only a fresh one.');
      },
    },
  };
}

function inJson(sandbox: Sandbox, { options }: Arguments): string {
  const { houzzUrl, tradegeckoUrl } = sandbox;
  const stateDir = options.stateDir ?? null;
  return `${JSON.stringify({ houzzUrl, tradegeckoUrl, controlUrl: `${houzzUrl}/_sandbox`, stateDir, pid: process.pid })}\n`;
}

function inWords({ houzzUrl, tradegeckoUrl }: Sandbox, { options }: Arguments): string {
  const { token, userName, appName } = options.houzz;
  const shown = (secret: string, made: string): string => (secret === made ? secret : '(as given)');
  return `The sandbox is ready. Whatever it is told here stays on this machine; Ctrl-C ends it.

  Houzz        ${houzzUrl}/api
               X-HOUZZ-API-SSL-TOKEN: ${shown(token, DEMO_HOUZZ_CREDENTIALS.token)}
               X-HOUZZ-API-USER-NAME: ${userName}
               X-HOUZZ-API-APP-NAME: ${appName}
  TradeGecko   ${tradegeckoUrl}
               Authorization: Bearer ${shown(options.tradegecko.token, DEMO_TRADEGECKO_TOKEN)}
  Control API  ${houzzUrl}/_sandbox (the same on both ports; docs/sandbox.md has a recipe for each call)
  State        ${options.stateDir ?? 'in memory only; --state DIR keeps it'}
`;
}

function codeOf(error: unknown): number {
  if (!(error instanceof StartError || error instanceof ControlError)) {
    note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return EXIT.ourFault;
  }
  note(`The sandbox did not start. ${error.message}`);
  note('npm run sandbox -- --help shows what it takes.');
  return EXIT.usage;
}

process.exitCode = await run().catch(codeOf);
