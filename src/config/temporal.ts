import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { ConfigError } from './config-error.js';

type Env = Readonly<Record<string, string | undefined>>;

/** How Temporal is reached, in the form that both of the SDK's connections take. */
export interface TemporalSettings {
  /** Whether the environment names a service, by its address or by a profile; without one we bring a server of our own. */
  readonly isNamed: boolean;
  readonly address: string;
  readonly namespace: string;
  /** May hold a key: never print it. */
  readonly security: Readonly<Pick<ClientConnectConfig['connectionOptions'], 'apiKey' | 'tls' | 'metadata'>>;
}

const DEFAULT_ADDRESS = 'localhost:7233';

/** Reads the settings that every Temporal tool knows: `TEMPORAL_ADDRESS` and its kin, or a profile of its file. */
export function readTemporalSettings(env: Env): TemporalSettings {
  const { connectionOptions, namespace } = loadSettings(env);
  const { address, apiKey, tls, metadata } = connectionOptions;
  return {
    isNamed: asksForService(env) && address !== undefined && address !== '',
    address: address || DEFAULT_ADDRESS,
    namespace: namespace || 'default',
    // The SDK refuses keys that are there without a value.
    security: {
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(tls === undefined ? {} : { tls }),
      ...(metadata === undefined ? {} : { metadata }),
    },
  };
}

/**
 * A service is used only when a variable asks for one. The default profile of a person's own file would otherwise take
 * every first try of this program, and every test, into a service that somebody relies on.
 */
function asksForService(env: Env): boolean {
  return ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some((name) => Boolean(env[name]));
}

function loadSettings(env: Env): ClientConnectConfig {
  const set = Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  try {
    return loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(set), disableFile: !asksForService(env) });
  } catch {
    // What the reader says is left out: it quotes the lines of a file that may hold a key.
    const where = env['TEMPORAL_CONFIG_FILE'] ?? 'the settings of Temporal';
    const next = 'Check TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE and the files that TEMPORAL_TLS_* name.';
    throw new ConfigError(where, [{ where, line: null, what: 'cannot be read', next }]);
  }
}
