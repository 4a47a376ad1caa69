import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { openTemporal, type Temporal } from '../../../src/local/temporal/open.js';
import { choosePort } from '../../../src/local/temporal/ports.js';
import { SEARCH_ATTRIBUTE_NAMES } from '../../../src/messages/search-attributes.js';

/** A Temporal of a test's own, with its data in a file, that can be killed and come back at the same address. */
export interface OwnTemporal {
  readonly address: string;
  start(): Promise<void>;
  /** Ends the server the hard way. */
  kill(): Promise<void>;
  /** Calls it with a client that is closed afterwards. */
  use<T>(work: (client: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Chooses its place; the server is not started yet. */
export async function ownTemporal(): Promise<OwnTemporal> {
  const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-own-'));
  const silent = (): void => undefined;
  const port = await choosePort({ what: 'a test', asked: 0, preferred: undefined }, silent);
  const address = `127.0.0.1:${port}`;
  let temporal: Temporal | undefined;
  const end = async (): Promise<void> => {
    await temporal?.close();
    temporal = undefined;
  };
  return {
    address,
    async start() {
      temporal = await openTemporal({
        stateDir,
        env: { ...process.env, TEMPORAL_ADDRESS: undefined, TEMPORAL_PROFILE: undefined },
        port,
        uiPort: 0,
        searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTE_NAMES.map((name) => [name, 'Keyword' as const])),
        say: silent,
      });
    },
    async kill() {
      const lock = await readFile(join(stateDir, 'temporal.lock'), 'utf8');
      const [, pid] = /^server (\d+)/m.exec(lock) ?? [];
      if (pid === undefined) throw new Error('The lock names no server.');
      process.kill(Number(pid), 'SIGKILL');
      await end();
    },
    async use(work) {
      const connection = await Connection.connect({ address });
      try {
        return await work(new Client({ connection }));
      } finally {
        await connection.close();
      }
    },
    async close() {
      await end();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
