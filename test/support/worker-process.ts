import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SECRETS, type Bridge } from './bridge.js';
import { testTemporal } from './temporal.js';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** A worker as an operator runs it: a process of its own. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Ends it the hard way, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to drain; gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `src/worker.ts` on a bridge's configuration and waits until it works. */
export async function startWorkerProcess(bridge: Bridge): Promise<WorkerProcess> {
  const { address, namespace } = await testTemporal();
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/worker.ts'], {
    cwd: PROJECT,
    env: {
      ...process.env,
      ...SECRETS,
      ORDERBRIDGE_CONFIG: bridge.configPath,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await saysThatItWorks(child);
  const gone = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  };
  return {
    child,
    kill: async () => {
      await gone('SIGKILL');
    },
    stop: () => gone('SIGTERM'),
  };
}

function saysThatItWorks(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The worker did not start within 60 s. It said:\n${said}`));
    }, 60_000);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (!said.includes('Working for')) return;
      clearTimeout(limit);
      resolve();
    });
    child.once('exit', () => {
      clearTimeout(limit);
      reject(new Error(`The worker ended before it worked. It said:\n${said}`));
    });
  });
}
