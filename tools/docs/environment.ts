import { settingsSchema } from '../../src/config/worker.js';
import { formOf, keysOf, schemaOf } from './schema.js';
import { code, table } from './tables.js';

interface Variable {
  readonly names: readonly string[];
  readonly fallback?: string;
  readonly means: string;
}

/** Read by the command line, beside those of the worker. */
const OURS: readonly Variable[] = [
  { names: ['ORDERBRIDGE_CONFIG'], fallback: 'orderbridge.yaml', means: 'The configuration file.' },
  { names: ['ORDERBRIDGE_UI_URL'], means: "The address of Temporal's Web UI, for the links that commands print." },
  { names: ['NO_COLOR'], means: 'Set to anything, commands print without colours.' },
];

/** Read by Temporal's own library, as by all its tools. */
const TEMPORALS: readonly Variable[] = [
  { names: ['TEMPORAL_ADDRESS'], means: 'Host and port of a Temporal service.' },
  { names: ['TEMPORAL_NAMESPACE'], fallback: 'default', means: 'Its namespace.' },
  { names: ['TEMPORAL_API_KEY'], means: 'A key, as Temporal Cloud issues them; switches TLS on.' },
  { names: ['TEMPORAL_TLS'], means: '`true` for TLS without anything else to set.' },
  {
    names: ['TEMPORAL_TLS_SERVER_CA_CERT_PATH'],
    means: "PEM file of a private authority that signed the server's certificate.",
  },
  {
    names: ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH'],
    means: 'PEM files of our own certificate, for mutual TLS.',
  },
  {
    names: ['TEMPORAL_TLS_SERVER_NAME'],
    means: "The name in the server's certificate, where it is not that of the address.",
  },
  {
    names: ['TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'],
    means: "A file of Temporal's own form and a profile in it, with any of the above.",
  },
  {
    names: ['TEMPORAL_CLI_PATH'],
    means: "The program of Temporal's development server, where none is named by its address.",
  },
];

/** Every variable of the environment, with those of the worker from what reads them. */
export function environmentTable(): string {
  const worker = keysOf(schemaOf(settingsSchema(false))).map(({ name, value }) => {
    const fallback = typeof value.default === 'string' ? code(value.default) : '';
    return [code(name), formOf(value), fallback, value.description ?? ''];
  });
  return table(['variable', 'form', 'default', 'means'], [...worker, ...[...OURS, ...TEMPORALS].map(rowOf)]);
}

function rowOf({ names, fallback, means }: Variable): readonly string[] {
  return [names.map(code).join(', '), 'text', fallback === undefined ? '' : code(fallback), means];
}
