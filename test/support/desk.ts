import assert from 'node:assert/strict';
import { readArguments } from '../../src/commands/arguments.js';
import type { Collaborators, Command } from '../../src/commands/command.js';
import type { Progress } from '../../src/commands/output/progress.js';
import { PLAIN } from '../../src/commands/output/style.js';
import type { TemporalLink } from '../../src/commands/temporal-connection.js';
import type { ConnectionConfig } from '../../src/config/config.js';
import { openConnection } from '../../src/worker/connection.js';
import { openLink } from './stand-ins.js';
import { assertFits, endSchedules } from './command-line.js';
import { withBridge, type Bridge, type BridgeOptions } from './bridge.js';

/** What a command ended with. */
export interface Ended<Data> {
  readonly exitCode: number;
  readonly data: Data;
  /** As a terminal shows it; no line is wider than 80 columns but those that hold a command to copy. */
  readonly text: string;
}

/** A bridge with the operator's commands on it. */
export interface Desk {
  readonly bridge: Bridge;
  readonly link: TemporalLink;
  /** What commands told while they ran. */
  readonly told: readonly string[];
  /** Runs a command on the bridge's configuration, or on another of the same connection. */
  readonly run: <Data>(command: Command, argv?: readonly string[], config?: ConnectionConfig) => Promise<Ended<Data>>;
}

/** Plays a story with the operator's commands; the schedules that they made are gone before the bridge closes. */
export const withDesk = (story: (desk: Desk) => Promise<void>, options: BridgeOptions = {}): Promise<void> =>
  withBridge(async (bridge) => {
    const link = await openLink();
    const told: string[] = [];
    try {
      await story({
        bridge,
        link,
        told,
        run: (command, argv = [], config = bridge.config) =>
          run(
            command,
            argv,
            collaboratorsOf({
              bridge,
              link,
              config,
              progress: { show: (line) => told.push(line), clear: () => undefined },
            }),
          ),
      });
    } finally {
      await endSchedules(bridge.id);
      await link.close();
    }
  }, options);

interface Surroundings {
  readonly bridge: Bridge;
  readonly link: TemporalLink;
  readonly config: ConnectionConfig;
  readonly progress: Progress;
}

function collaboratorsOf({ bridge, link, config, progress }: Surroundings): Collaborators {
  return {
    env: {},
    cwd: '/',
    now: () => Date.now(),
    progress,
    isInteractive: false,
    loadConfig: () => ({ path: bridge.configPath, connections: [config], exposedSecrets: [] }),
    connectTemporal: async () => link,
    openServices: async (connection) => openConnection(connection),
  };
}

async function run<Data>(
  command: Command,
  argv: readonly string[],
  collaborators: Collaborators,
): Promise<Ended<Data>> {
  const outcome = await command.run(readArguments(argv, command.args), collaborators);
  assert.ok('data' in outcome);
  const text = outcome.text(PLAIN);
  assertFits(text);
  // What is printed with --json must survive it, and is all that a test may look at.
  const parse: (json: string) => Data = JSON.parse;
  return { exitCode: outcome.exitCode, data: parse(JSON.stringify(outcome.data)), text };
}
