import assert from 'node:assert/strict';
import type { Progress } from '../../src/commands/output/progress.js';
import { readSchedules } from '../../src/commands/schedules.js';
import type { ConnectionId } from '../../src/domain/ids.js';
import { SECRETS, type Bridge } from './bridge.js';
import { testTemporal } from './temporal.js';
import { temporalEnv } from './stand-ins.js';

/** What one call of the command line printed and ended with. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  /** Every line of progress that a person at a terminal would have seen. */
  readonly progress: readonly string[];
}

interface At {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Imported when run, as the commands are: the test runner may hold a second copy of what it loaded by itself. */
const loadProgram = async () => ({
  ...(await import('../../src/commands/all-commands.js')),
  ...(await import('../../src/commands/collaborators.js')),
  ...(await import('../../src/commands/command-line.js')),
});

/** Runs the command line within this process, on the real file, server and services. */
export async function runAt({ cwd, env }: At, argv: readonly string[]): Promise<Ran> {
  const ran = { out: '', error: '' };
  const seen: string[] = [];
  const progress: Progress = { show: (text) => seen.push(text), clear: () => undefined };
  const { COMMANDS, createCollaborators, runCommandLine } = await loadProgram();
  const code = await runCommandLine(
    argv,
    { commands: COMMANDS, openCollaborators: async () => createCollaborators({ env, cwd, progress }) },
    {
      env,
      cwd,
      version: '0',
      isTerminal: false,
      write: (text) => {
        ran.out += text;
      },
      writeError: (text) => {
        ran.error += text;
      },
    },
  );
  if (argv[0] !== 'completion') assertFits(ran.out);
  return { code, ...ran, progress: seen };
}

/** An operator at a bridge: the command line with the bridge's configuration and secrets. */
export async function deskOf(bridge: Bridge): Promise<(...argv: string[]) => Promise<Ran>> {
  const env = { ...(await temporalEnv()), ...SECRETS, ORDERBRIDGE_CONFIG: bridge.configPath };
  return (...argv) => runAt({ cwd: '/', env }, argv);
}

/** What is there to be copied stays whole: links, commands, paths. JSON is for machines. */
const IS_COPIED = /https?:|orderbridge |tcld |^ +\/|^command|"/;

/** Every other line fits the narrowest usual terminal. */
export function assertFits(text: string): void {
  const wide = text.split('\n').filter((line) => line.length > 80 && !IS_COPIED.test(line));
  assert.deepEqual(wide, []);
}

/** Ends the schedules that a start made. */
export async function endSchedules(connection: ConnectionId): Promise<void> {
  const { client } = await testTemporal();
  for (const { id, state } of await readSchedules(client, connection)) {
    if (state !== 'absent') await client.schedule.getHandle(id).delete();
  }
}
