import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { programArgs } from '../support/program.js';
import { until } from '../support/until.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The demonstration as a process of its own. */
export interface DemonstrationProcess {
  readonly pid: number;
  /** What it wrote so far, by stream. */
  readonly output: { out: string; err: string };
  /** Exit code, or the name of the signal. */
  readonly ended: Promise<number | string>;
  kill(signal: 'SIGINT' | 'SIGKILL'): void;
}

const running = new Set<ChildProcess>();

/** How a demonstration is started: `tmpDir` takes its temporary files. */
export interface DemonstrationStart {
  readonly tmpDir?: string;
  readonly program?: readonly string[];
}

/** Starts `demo` with these arguments, on a Temporal server of its own. */
export function startDemonstration(
  args: readonly string[],
  { tmpDir, program = programArgs('starter') }: DemonstrationStart = {},
): DemonstrationProcess {
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: undefined,
    TEMPORAL_NAMESPACE: undefined,
    NODE_OPTIONS: undefined,
    ...(tmpDir === undefined ? {} : { TMPDIR: tmpDir }),
  };
  const child = spawn(process.execPath, [...program, 'demo', ...args], { cwd: ROOT, env });
  running.add(child);
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
  const ended = once(child, 'close').then(() => {
    running.delete(child);
    return child.exitCode ?? child.signalCode ?? 'unknown';
  });
  return { pid: child.pid ?? 0, output, ended, kill: (signal) => child.kill(signal) };
}

/** Ends what a failed test left running. */
export async function endAll(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }),
  );
}

const place = z.object({
  pid: z.number(),
  address: z.string(),
  namespace: z.string(),
  houzzUrl: z.string(),
  configPath: z.string(),
});

/** Where everything of a live demonstration is; waits until this very process has said so. */
export async function placeOf(
  { pid, output }: DemonstrationProcess,
  stateDir: string,
): Promise<z.output<typeof place>> {
  try {
    return await until('the demonstration says where it is', () => readPlace(stateDir, pid), 60_000);
  } catch (error) {
    throw new Error(`The demonstration did not come up: ${output.err}`, { cause: error });
  }
}

function readPlace(stateDir: string, pid: number): z.output<typeof place> | undefined {
  try {
    const found = place.parse(JSON.parse(readFileSync(join(stateDir, 'demonstration.json'), 'utf8')));
    return found.pid === pid ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Whether something listens at `host:port`. */
export async function isListening(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

/** Processes that the state folder's lock names, and that still run. */
export function livingHolders(stateDir: string): readonly number[] {
  const lines = readFileSync(join(stateDir, 'temporal.lock'), 'utf8').split('\n');
  const pids = lines.flatMap((line) => (/^(?:opener|guard|server) /.test(line) ? [Number(line.split(' ')[1])] : []));
  return pids.filter(isRunning);
}

function isRunning(pid: number): boolean {
  try {
    // A process that has ended but was not waited for yet is no process any more.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
