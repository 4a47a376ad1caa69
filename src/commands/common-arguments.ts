import type { ArgsDef } from 'citty';

/** Options of every command. */
export const EVERY_COMMAND = {
  json: { type: 'boolean', description: 'print the data as one JSON document' },
  debug: { type: 'boolean', description: 'show where an error came from' },
  help: { type: 'boolean', alias: 'h', description: 'show this help' },
} as const satisfies ArgsDef;

/** Chooses the connection. */
export const CONNECTION = {
  connection: { type: 'string', valueHint: 'ID', description: 'the connection; may be left out when there is one' },
} as const satisfies ArgsDef;

/** Chooses the configuration. */
export const CONFIG = {
  config: { type: 'string', valueHint: 'FILE', description: 'the configuration file instead of ./orderbridge.yaml' },
} as const satisfies ArgsDef;
