import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { ConfigError } from './config-error.js';
import { fileSchema, type Config } from './config.js';
import { faultOfFile } from './file-fault.js';
import {
  contentProblems,
  inFileOrder,
  nameProblems,
  numericKeyProblems,
  syntaxProblems,
  type ReadDocument,
} from './problems.js';

/** What the configuration is read from. */
export interface ConfigSources {
  /** The file; without it the one that `ORDERBRIDGE_CONFIG` names, else `orderbridge.yaml` in the working folder. */
  readonly path?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const FILE_SIZE_MAX = 1_000_000;

/** Reads the configuration; throws a ConfigError that names everything that is wrong with it. */
export function loadConfig({ path, env, cwd }: ConfigSources): Config {
  const file = resolve(cwd, path ?? (env['ORDERBRIDGE_CONFIG'] || 'orderbridge.yaml'));
  const read = readDocument(file);
  const unreadable = [...syntaxProblems(read), ...numericKeyProblems(read), ...nameProblems(read)];
  if (read.document.errors.length > 0) throw new ConfigError(file, unreadable);
  const exposed = new Set<string>();
  const onExposed = (secretFile: string): void => void exposed.add(secretFile);
  const parsed = fileSchema({ env, folder: dirname(file), onExposed }).safeParse(plainValue(file, read) ?? {});
  const problems = [...unreadable, ...(parsed.success ? [] : contentProblems(parsed.error, read))];
  if (!parsed.success || problems.length > 0) throw new ConfigError(file, inFileOrder(problems));
  return deepFreeze({ path: file, connections: parsed.data.connections, exposedSecrets: [...exposed] });
}

function readDocument(file: string): ReadDocument {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false });
  return { document, lines };
}

function readText(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.length <= FILE_SIZE_MAX) return text;
  } catch (error) {
    const what = faultOfFile(error);
    const next = 'Run "orderbridge init" to write one, or name yours with --config or in ORDERBRIDGE_CONFIG.';
    throw new ConfigError(file, [{ where: 'the file', line: null, what, next }]);
  }
  const next = 'Name the right file in ORDERBRIDGE_CONFIG.';
  throw new ConfigError(file, [{ where: 'the file', line: null, what: 'is larger than a configuration', next }]);
}

function plainValue(file: string, { document }: ReadDocument): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    const next = 'Check that every *alias has its &anchor above it.';
    throw new ConfigError(file, [{ where: 'the file', line: null, what: 'uses aliases that lead nowhere', next }]);
  }
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
