import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { ConfigError } from './config-error.js';

/** How Temporal is reached, in the form that both of the SDK's connections take. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  /** May hold a key: never print it. */
  readonly security: Readonly<Pick<ClientConnectConfig['connectionOptions'], 'apiKey' | 'tls' | 'metadata'>>;
}

const DEFAULT_ADDRESS = 'localhost:7233';

/** Reads the settings that every Temporal tool knows: `TEMPORAL_ADDRESS` and its kin, or a profile of its file. */
export function readTemporalSettings(env: Readonly<Record<string, string | undefined>>): TemporalSettings {
  const { connectionOptions, namespace } = loadSettings(env);
  const { address, apiKey, tls, metadata } = connectionOptions;
  return {
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

function loadSettings(env: Readonly<Record<string, string | undefined>>): ClientConnectConfig {
  const set = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  try {
    return loadClientConnectConfig({ overrideEnvVars: Object.fromEntries(set) });
  } catch {
    // What the reader says is left out: it quotes the lines of a file that may hold a key.
    const where = env['TEMPORAL_CONFIG_FILE'] ?? 'the settings of Temporal';
    const next = 'Check TEMPORAL_CONFIG_FILE, TEMPORAL_PROFILE and the files that TEMPORAL_TLS_* name.';
    throw new ConfigError(where, [{ where, line: null, what: 'cannot be read', next }]);
  }
}
