import type { Config, ConnectionConfig } from '../config/config.js';
import { nearestName } from '../config/nearest.js';
import { connectionId, CONNECTION_ID_PATTERN, type ConnectionId } from '../domain/ids.js';
import { usageError } from './command-error.js';
import type { Collaborators } from './command.js';

/** The connection that is meant: the named one, or the only one. */
export function pickConnection({ connections }: Config, name: string | undefined): ConnectionConfig {
  const ids = connections.map(({ id }) => id);
  const known = `The configuration holds ${ids.join(', ')}.`;
  const [only, ...more] = connections;
  if (name === undefined) {
    if (only !== undefined && more.length === 0) return only;
    throw usageError('It is not clear which connection is meant.', known, 'Give one with --connection.');
  }
  const found = connections.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const nearest = nearestName(name, ids);
  const next = nearest === undefined ? 'Give one of these.' : `Did you mean ${nearest}?`;
  throw usageError(`There is no connection "${name}".`, known, next);
}

/** Reads the name of a connection without a configuration, which lists of orders do not need. */
export function readConnectionId(name: string): ConnectionId {
  if (CONNECTION_ID_PATTERN.test(name)) return connectionId(name);
  const why = 'Its names have lower-case letters, digits and single hyphens, at most 32.';
  throw usageError(`"${name}" is no name of a connection.`, why, 'Give it as it stands in the configuration.');
}

/** A named connection needs no configuration, so that this works where no secret is at hand. */
export function connectionMeant(
  { loadConfig }: Pick<Collaborators, 'loadConfig'>,
  name: string | undefined,
  configPath: string | undefined,
): ConnectionId {
  return name === undefined ? pickConnection(loadConfig(configPath), name).id : readConnectionId(name);
}
