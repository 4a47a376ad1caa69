import { loadConfig } from '../config/load-config.js';
import type { Collaborators, OpenedCollaborators } from './command.js';
import { openConnection, type Connection } from '../worker/connection.js';
import { connectTemporal, type TemporalLink } from './temporal-connection.js';

type Surroundings = Pick<Collaborators, 'env' | 'cwd'>;

/** Makes collaborators that work on the real file, server and services. */
export function createCollaborators({ env, cwd }: Surroundings): OpenedCollaborators {
  const connections: Connection[] = [];
  const links: TemporalLink[] = [];
  const collaborators: Collaborators = {
    env,
    cwd,
    now: () => Date.now(),
    say: (line) => process.stderr.write(`${line}\n`),
    loadConfig: (path) => loadConfig({ env, cwd, ...(path === undefined ? {} : { path }) }),
    connectTemporal: async () => {
      const link = await connectTemporal(env);
      links.push(link);
      return link;
    },
    openServices: (connection) => {
      const opened = openConnection(connection);
      connections.push(opened);
      return opened;
    },
  };
  const close = async (): Promise<void> => {
    for (const opened of connections) opened.close();
    await Promise.all(links.map((link) => link.close()));
  };
  return { collaborators, close };
}
