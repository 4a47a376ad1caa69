import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN, startSandbox, type Sandbox } from '../../sandbox/sandbox.js';
import { QUOTA } from './settings.js';

const PORTS_NAME = 'ports.json';
const port = z.int().min(1).max(65_535);
const portsFile = z.object({ houzzPort: port, tradegeckoPort: port });

export interface ServicesOptions {
  readonly stateDir: string;
  readonly seed: number;
  readonly switches: Readonly<Record<string, string>>;
  readonly say: (line: string) => void;
}

/** Starts both simulated services on the state that is kept, on the ports of the last time when they are free. */
export async function startServices({ stateDir, seed, switches, say }: ServicesOptions): Promise<Sandbox> {
  const options = {
    stateDir: join(stateDir, 'sandbox'),
    houzz: DEMO_HOUZZ_CREDENTIALS,
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN, quota: QUOTA },
    seed,
    switches,
  };
  const kept = readPorts(stateDir);
  const sandbox = await startSandbox({ ...options, ...kept }).catch((error: unknown) => {
    if (kept === undefined || !(error instanceof Error && error.message.includes('already in use'))) throw error;
    say(`${error.message} Taking others.`);
    return startSandbox(options);
  });
  const ports = { houzzPort: portOf(sandbox.houzzUrl), tradegeckoPort: portOf(sandbox.tradegeckoUrl) };
  await writeFile(join(stateDir, PORTS_NAME), `${JSON.stringify(ports)}\n`);
  return sandbox;
}

const portOf = (url: string): number => Number(new URL(url).port);

function readPorts(stateDir: string): z.output<typeof portsFile> | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(stateDir, PORTS_NAME), 'utf8'));
    return portsFile.safeParse(kept).data;
  } catch {
    // The first start, or a file that was cut off: any free ports will do.
    return undefined;
  }
}
