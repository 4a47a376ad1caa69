import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

// The same relative place seen from src/local/temporal and from dist/local/temporal.
export const TOOLS_FOLDER = fileURLToPath(new URL('../../../tools/temporal-cli', import.meta.url));
const GUARD_FILE = fileURLToPath(new URL('../../../tools/temporal-cli/guard.mjs', import.meta.url));

const GUARD_GRACE_MS = 5_000;

export interface GuardedOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Where the program's output goes: an open file, or a pipe to read from. */
  readonly output: number | 'pipe';
  /** How long the program may take to end before it is killed. */
  readonly graceMs: number;
}

export interface Guarded {
  readonly pid: number;
  readonly guardPid: number;
  /** The program's output, when it was asked for as a pipe. */
  readonly output: Readable | undefined;
  /** Resolves with the exit code or the signal, as text, once the program and its guard are gone. */
  readonly ended: Promise<string>;
  end(): Promise<string>;
  /** From now on the program does not keep this process alive; it still ends with it. */
  letGo(): void;
}

/** Starts a program that ends with this process, even when this process is killed. */
export async function startGuarded(options: GuardedOptions): Promise<Guarded> {
  const { program, args, folder, output, graceMs } = options;
  // Detached: a group of its own, so that Ctrl-C in the terminal reaches only the opener, which ends in its own order.
  // Without NODE_OPTIONS, which may hold a loader or a debugger that is meant for the opener.
  const guard = spawn(process.execPath, [GUARD_FILE, String(graceMs), program, ...args], {
    cwd: folder,
    env: { ...options.env, NODE_OPTIONS: undefined },
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', output],
  });
  // A guard that is gone already cannot be told anything; its exit is seen by itself.
  guard.stdin?.on('error', () => undefined);
  let ending = 'without a report';
  const ended = new Promise<string>((resolve) => {
    guard.on('exit', () => {
      killGroup(guard.pid);
    });
    guard.on('close', () => {
      resolve(ending);
    });
  });
  const pid = await startedPid(guard, (how) => {
    ending = how;
  });
  return {
    pid,
    guardPid: guard.pid ?? pid,
    output: guard.stderr ?? undefined,
    ended,
    end: async () => {
      guard.ref();
      guard.stdin?.end();
      // The guard keeps the grace itself; one that does not answer any more is not waited for.
      const timer = setTimeout(() => {
        killGroup(guard.pid);
        guard.kill('SIGKILL');
      }, graceMs + GUARD_GRACE_MS);
      const how = await ended;
      clearTimeout(timer);
      return how;
    },
    letGo: () => {
      guard.unref();
      for (const stream of [guard.stdin, guard.stdout, guard.stderr]) if (stream instanceof Socket) stream.unref();
    },
  };
}

async function startedPid(guard: ChildProcess, onEnded: (how: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    guard.on('error', reject);
    guard.on('exit', () => {
      reject(new Error('The guard process ended before it had started its program.'));
    });
    if (guard.stdout === null) return;
    createInterface({ input: guard.stdout }).on('line', (line) => {
      const [word = '', ...rest] = line.split(' ');
      if (word === 'started') resolve(Number(rest[0]));
      else if (word === 'failed') reject(new Error(rest.join(' ')));
      else if (word === 'ended') onEnded(rest.join(' '));
    });
  });
}

/** A guard that was itself killed leaves its program behind, alone in the guard's group. */
function killGroup(guardPid: number | undefined): void {
  if (guardPid === undefined || process.platform === 'win32') return;
  try {
    process.kill(-guardPid, 'SIGKILL');
  } catch {
    // The ordinary case: the group is empty.
  }
}
