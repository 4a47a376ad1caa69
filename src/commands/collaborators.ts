import { loadConfig } from '../config/load-config.js';
import type { Collaborators, OpenedCollaborators } from './command.js';
import { SILENT } from './output/progress.js';
import type { Connection } from '../worker/connection.js';
import { connectTemporal, type TemporalLink } from './temporal-connection.js';

type Surroundings = Pick<Collaborators, 'env' | 'cwd'> & Partial<Pick<Collaborators, 'progress' | 'isInteractive'>>;

/** Makes collaborators that work on the real file, server and services. */
export function createCollaborators({
  env,
  cwd,
  progress = SILENT,
  isInteractive = false,
}: Surroundings): OpenedCollaborators {
  const connections: Connection[] = [];
  const links: TemporalLink[] = [];
  const collaborators: Collaborators = {
    env,
    cwd,
    progress,
    isInteractive,
    now: () => Date.now(),
    loadConfig: (path) => loadConfig({ env, cwd, ...(path === undefined ? {} : { path }) }),
    connectTemporal: async () => {
      const link = await connectTemporal({ env, cwd });
      links.push(link);
      return link;
    },
    // Read when first asked for: most commands need Temporal only, and the clients take a quarter of their start.
    openServices: async (connection) => {
      const { openConnection } = await import('../worker/connection.js');
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
