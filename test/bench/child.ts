import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

const READY_MAX_MS = 90_000;
const END_MAX_MS = 60_000;
/** What is kept of a child's words; the last ones tell why it ended. */
const SAID_MAX = 20_000;

/** A program of the project, run as an operator runs it: a process of its own. */
export interface Child {
  readonly pid: number;
  /** From its start to the words that it was waited for, in seconds. */
  readonly readyInS: number;
  /** Asks it to end and waits; one that does not is killed. */
  end(): Promise<void>;
}

export interface ChildOptions {
  /** What Node is given: a file with its arguments, after the loader for sources. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Takes each line that it says; the first one that gives true makes it ready. */
  readonly isReady: (line: string) => boolean;
}

const running = new Set<ChildProcess>();

// Whatever ends this process, nothing that it started is left over.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Temporal's settings of whoever runs the bench are meant for another server than ours. */
export function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|ORDERBRIDGE)_/.test(name)));
}

/** Starts a program and waits until it says that it is ready. */
export async function startChild({ args, env = {}, isReady }: ChildOptions): Promise<Child> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { ...cleanEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  await readiness(child, isReady);
  return {
    pid: child.pid ?? 0,
    readyInS: (performance.now() - startedMs) / 1_000,
    end: () => end(child),
  };
}

function readiness(child: ChildProcess, isReady: (line: string) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (how: string): void => {
      clearTimeout(limit);
      reject(new Error(`A process of the bench ${how}. It said:\n${said}`));
    };
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready within ${READY_MAX_MS / 1_000} s`);
    }, READY_MAX_MS);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = `${said}${text}`.slice(-SAID_MAX);
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop() ?? '';
        if (!lines.some(isReady)) return;
        clearTimeout(limit);
        resolve();
      });
    }
    child.once('error', (error) => {
      fail(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      fail(`ended with ${signal ?? String(code)}`);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const waited = new AbortController();
  const limit = pause(END_MAX_MS, 'late', { signal: waited.signal }).catch(() => 'gone');
  if ((await Promise.race([exit, limit])) === 'late') {
    child.kill('SIGKILL');
    await exit;
  }
  waited.abort();
}

/** What a program that ends by itself came to. */
export interface Ended {
  readonly tookMs: number;
  readonly code: number | null;
  readonly output: string;
  /** What it said on standard error. */
  readonly words: string;
}

/** Runs a program to its end. */
export async function runChild(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: { ...cleanEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: READY_MAX_MS,
  });
  running.add(child);
  let output = '';
  let words = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  await once(child, 'close');
  running.delete(child);
  return { tookMs: performance.now() - startedMs, code: child.exitCode, output, words };
}
