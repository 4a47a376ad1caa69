import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN } from '../../src/sandbox/sandbox.js';
import type { HealthReport } from '../../src/worker/health.js';
import { programArgs } from './program.js';
import { until } from './until.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
/** Starting a process costs seconds where many tests share two cores. */
const START_MAX_MS = 60_000;

/** A worker as an operator runs it, looked at from outside. */
export interface SpawnedWorker {
  readonly pid: number;
  /** All that it has written to its log. */
  said(): string;
  /** Waits until its log holds a text. */
  says(text: string, timeoutMs?: number): Promise<void>;
  /** Its `/healthz`, with the status of the answer. */
  health(): Promise<{ readonly status: number; readonly report: HealthReport }>;
  metrics(): Promise<string>;
  url(): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** Waits until it has ended by itself, or by a signal sent before; gives its exit code. */
  ends(timeoutMs?: number): Promise<number | null>;
  /** Ends it in any case, so that no test leaves a process. */
  kill(): Promise<void>;
}

/** Starts a worker's process with these variables; those of Temporal are never taken from the one who tests. */
export function spawnWorker(
  env: Readonly<Record<string, string | undefined>>,
  program: readonly string[] = programArgs('worker'),
): SpawnedWorker {
  const own = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|ORDERBRIDGE)_/.test(name));
  const child = spawn(process.execPath, program, {
    cwd: PROJECT,
    env: {
      ...Object.fromEntries(own),
      HOUZZ_TOKEN: DEMO_HOUZZ_CREDENTIALS.token,
      TRADEGECKO_TOKEN: DEMO_TRADEGECKO_TOKEN,
      ORDERBRIDGE_HEALTH_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const over = once(child, 'exit');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const says = async (text: string, timeoutMs = START_MAX_MS): Promise<void> => {
    await until(`the worker says "${text}"`, () => said.includes(text) || hasEnded(), timeoutMs).catch(() => undefined);
    assert.ok(said.includes(text), `The worker never said "${text}". It said:\n${said}`);
  };
  const url = async (): Promise<string> => {
    await says('Health and metrics: ');
    return /Health and metrics: (http:\/\/\S+)\/healthz/.exec(said)?.[1] ?? '';
  };
  return {
    pid: child.pid ?? assert.fail('The worker could not be started.'),
    said: () => said,
    says,
    url,
    async health() {
      const answer = await fetch(`${await url()}/healthz`);
      const report: unknown = JSON.parse(await answer.text());
      assert.ok(isReport(report), 'No report was served.');
      return { status: answer.status, report };
    },
    async metrics() {
      return (await fetch(`${await url()}/metrics`)).text();
    },
    signal: (signal) => child.kill(signal),
    async ends(timeoutMs = START_MAX_MS) {
      await until('the worker ends', hasEnded, timeoutMs);
      return child.exitCode;
    },
    async kill() {
      if (!hasEnded()) child.kill('SIGKILL');
      await over;
    },
  };
}

/** Starts a worker, tells a story with it and ends it, also when the story fails. */
export async function withWorker(
  env: Readonly<Record<string, string | undefined>>,
  story: (worker: SpawnedWorker) => Promise<void>,
): Promise<void> {
  const worker = spawnWorker(env);
  try {
    await story(worker);
  } finally {
    await worker.kill();
  }
}

const isReport = (value: unknown): value is HealthReport =>
  typeof value === 'object' && value !== null && 'status' in value && 'connections' in value;
